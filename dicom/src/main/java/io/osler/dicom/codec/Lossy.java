package io.osler.dicom.codec;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.VR;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An image that loses something becomes another one: derived, with a new SOP Instance UID, its
 * source and its ratio named (PS3.3 C.7.6.1.1.5, C.12.4).
 */
final class Lossy {
  private Lossy() {}

  /**
   * The new UID is a function of the old one and of the loss, so that a second run gives it too.
   */
  static void mark(
      DataSet source, PixelLayout layout, int near, long compressed, DataSetBuilder out) {
    String uid = source.text(Tag.SOP_INSTANCE).orElse("");
    DataSet reference =
        DataSet.EMPTY
            .edit()
            .put(Tag.parse("ReferencedSOPClassUID"), source.text(Tag.SOP_CLASS).orElse(""))
            .put(Tag.parse("ReferencedSOPInstanceUID"), uid)
            .put(
                Tag.parse("PurposeOfReferenceCodeSequence"),
                List.of(code("121320", "Uncompressed predecessor")))
            .build();
    List<String> type = new ArrayList<>(source.texts(Tag.IMAGE_TYPE));
    if (type.isEmpty()) {
      type.addAll(List.of("DERIVED", "PRIMARY"));
    }
    type.set(0, "DERIVED");
    double ratio =
        (double) layout.frameSamples()
            * layout.frames()
            * ((layout.bitsAllocated() + 7) / 8)
            / Math.max(1, compressed);
    out.put(Tag.SOP_INSTANCE, derived(uid + " near " + near));
    out.put(Tag.IMAGE_TYPE, type.toArray(String[]::new));
    out.put(Tag.parse("SourceImageSequence"), List.of(reference));
    out.put(
        Tag.parse("DerivationDescription"),
        "JPEG-LS near-lossless, no sample off by more than " + near);
    out.put(Tag.parse("DerivationCodeSequence"), List.of(code("113040", "Lossy Compression")));
    out.put(Tag.parse("LossyImageCompression"), VR.CS, "01");
    append(source, "LossyImageCompressionRatio", String.format(Locale.ROOT, "%.3f", ratio), out);
    append(source, "LossyImageCompressionMethod", "ISO_14495_1", out);
  }

  private static void append(DataSet source, String keyword, String value, DataSetBuilder out) {
    List<String> values = new ArrayList<>(source.texts(Tag.parse(keyword)));
    values.add(value);
    out.put(Tag.parse(keyword), values.toArray(String[]::new));
  }

  private static DataSet code(String value, String meaning) {
    return DataSet.EMPTY
        .edit()
        .put(Tag.parse("CodeValue"), value)
        .put(Tag.parse("CodingSchemeDesignator"), "DCM")
        .put(Tag.parse("CodeMeaning"), meaning)
        .build();
  }

  /** 2.25.n with n of 128 bits, out of a hash (PS3.5 section B.2). */
  private static String derived(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      byte[] first = Arrays.copyOf(hash, 16);
      first[6] = (byte) (first[6] & 0x0F | 0x80);
      first[8] = (byte) (first[8] & 0x3F | 0x80);
      return "2.25." + new BigInteger(1, first);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
