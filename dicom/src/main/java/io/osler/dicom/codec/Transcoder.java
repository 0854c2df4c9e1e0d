package io.osler.dicom.codec;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Element;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Note;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.TransferSyntax;
import io.osler.dicom.dataset.TransferSyntax.Compression;
import io.osler.dicom.dataset.VR;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The same object in another transfer syntax. Every compressed frame is decoded again and compared
 * before it is given out: equal sample by sample, or within {@link #near} where loss was asked for.
 *
 * <p>An object keeps its SOP Instance UID unless this step loses something (PS3.3 C.7.6.1.1.5); one
 * that was compressed with loss before says so afterwards ({@code LossyImageCompression} 01).
 *
 * @param to the syntax to write; decode-only ones are refused
 * @param near how far a sample may be off, 0 for all but {@link TransferSyntax#JPEG_LS_NEAR}
 * @param offsets how frames are found again
 */
public record Transcoder(TransferSyntax to, int near, Offsets offsets) {
  /** Offset tables of compressed pixel data (PS3.5 section A.4). */
  public enum Offsets {
    /** Basic while 32 bits suffice, else extended. */
    AUTO,
    BASIC,
    EXTENDED
  }

  private static final Tag LOSSY = Tag.parse("LossyImageCompression");
  private static final Tag LOSSY_METHOD = Tag.parse("LossyImageCompressionMethod");

  public Transcoder {
    boolean lossy = to.equals(TransferSyntax.JPEG_LS_NEAR);
    Require.that(lossy ? near >= 1 && near <= 255 : near == 0, "near", near, "1 to 255 for .81");
    boolean written =
        switch (to.compression()) {
          case NATIVE, RLE, JPEG_LOSSLESS, JPEG_LS -> true;
          default -> false;
        };
    if (!written) {
      throw new InputException(
          to.name() + " is read but not written.",
          "",
          "choose native, RLE, JPEG lossless or JPEG-LS.");
    }
  }

  /** Without loss, offsets as they fit. */
  public static Transcoder lossless(TransferSyntax to) {
    return new Transcoder(to, 0, Offsets.AUTO);
  }

  public DicomFile apply(DicomFile file) {
    return apply(file, Limits.DEFAULT);
  }

  public DicomFile apply(DicomFile file, Limits limits) {
    try {
      return transcoded(file, limits);
    } catch (InputException e) {
      throw String.valueOf(e.getMessage()).startsWith(file.name()) ? e : Refusal.at(file.name(), e);
    }
  }

  private DicomFile transcoded(DicomFile file, Limits limits) {
    DataSet dataSet = file.dataSet();
    refuseTruncated(file);
    boolean compressed = dataSet.get(Tag.PIXELS).filter(Transcoder::isCompressed).isPresent();
    if (!compressed && !to.isEncapsulated() || !dataSet.has(Tag.PIXELS)) {
      refuseReals(dataSet);
      return DicomFile.of(dataSet, plain(dataSet), file.meta());
    }
    if (compressed && to.uid().equals(file.syntax().uid()) && near == 0) {
      return DicomFile.of(again(dataSet), to, file.meta());
    }
    PixelData pixels = PixelData.of(file, limits);
    DataSet noOverlays = EmbeddedOverlays.moved(dataSet, pixels);
    Frames frames = encoded(pixels);
    DataSetBuilder out = noOverlays.edit();
    if (compressed) {
      markLossy(file.syntax(), noOverlays, out);
    }
    if (near > 0) {
      Lossy.mark(noOverlays, pixels.layout(), near, frames.bytes(), out);
    }
    describe(pixels.layout(), frames.photometric(), out);
    put(frames.streams(), pixels.layout(), out);
    return DicomFile.of(out.build(), to, file.meta());
  }

  /** A file that lost its end must not come out as one that looks whole. */
  private static void refuseTruncated(DicomFile file) {
    Optional<Note> cut = file.notes().stream().filter(Note::cutOff).findFirst();
    DataSet dataSet = file.dataSet();
    boolean pixels =
        dataSet.has(Tag.PIXELS) || dataSet.has(Tag.FLOAT_PIXELS) || dataSet.has(Tag.DOUBLE_PIXELS);
    if (cut.isPresent() || dataSet.has(Tag.BITS_ALLOCATED) && !pixels) {
      String what = cut.map(Note::toString).orElse("an image header, and no element " + Tag.PIXELS);
      throw new InputException(
          file.name() + " seems to be cut off: " + what + ".",
          "an interrupted transfer.",
          "obtain the file again from its source.");
    }
  }

  private static boolean isCompressed(Element element) {
    return element instanceof Element.Fragments;
  }

  /** Reals and objects without pixels have nothing to compress: only their layout changes. */
  private TransferSyntax plain(DataSet dataSet) {
    return to.isEncapsulated() && !dataSet.has(Tag.PIXELS) ? TransferSyntax.EXPLICIT_LITTLE : to;
  }

  private void refuseReals(DataSet dataSet) {
    if (to.isEncapsulated() && (dataSet.has(Tag.FLOAT_PIXELS) || dataSet.has(Tag.DOUBLE_PIXELS))) {
      throw Refusal.unsupported("is of real numbers, which " + to.name() + " cannot hold");
    }
  }

  /** The same code streams, one fragment a frame, with the offset table that was asked for. */
  private DataSet again(DataSet dataSet) {
    Element.Fragments stored = (Element.Fragments) dataSet.get(Tag.PIXELS).orElseThrow();
    int count = Math.max(1, dataSet.integer(Tag.FRAMES).orElse(1));
    Fragmentation frames = new Fragmentation(dataSet, stored, count);
    List<byte[]> streams = IntStream.range(0, count).mapToObj(frames::frame).toList();
    DataSetBuilder out = dataSet.edit();
    tables(streams, out);
    return out.build();
  }

  private record Frames(List<byte[]> streams, String photometric) {
    long bytes() {
      return streams.stream().mapToLong(one -> one.length).sum();
    }
  }

  private Frames encoded(PixelData pixels) {
    PixelLayout layout = pixels.layout();
    int count = layout.frames();
    byte[][] streams = new byte[count][];
    String[] photometric = new String[count];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            f -> {
              PixelData.Coded coded = pixels.stored(f);
              photometric[f] = coded.photometric();
              streams[f] = encode(coded.samples(), layout.as(coded.photometric(), false));
            });
    return new Frames(List.of(streams), photometric[0]);
  }

  private byte[] encode(int[] samples, PixelLayout layout) {
    if (!to.isEncapsulated()) {
      // Bits of one frame may end within a byte, so they are packed when all frames are there.
      return Native.encode(samples, Math.max(8, layout.bitsAllocated()));
    }
    if (layout.bitsAllocated() == 1) {
      throw Refusal.unsupported("has one bit a pixel, which " + to.name() + " cannot hold");
    }
    PixelLayout aligned = layout.aligned();
    byte[] stream =
        switch (to.compression()) {
          case RLE -> Rle.encode(samples, aligned);
          case JPEG_LOSSLESS -> {
            int bits = precision(layout);
            yield JpegLosslessEncoder.encode(
                masked(samples, bits), layout.columns(), layout.rows(), layout.samples(), bits);
          }
          default -> {
            int bits = precision(layout);
            yield JpegLsEncoder.encode(
                masked(samples, bits),
                layout.columns(),
                layout.rows(),
                layout.samples(),
                bits,
                near);
          }
        };
    verify(samples, decoded(stream, aligned), aligned);
    return stream;
  }

  private int precision(PixelLayout layout) {
    if (layout.bitsStored() > 16) {
      throw Refusal.unsupported("has " + layout.bitsStored() + " bits, too many for " + to.name());
    }
    return Math.max(2, layout.bitsStored());
  }

  private static int[] masked(int[] samples, int bits) {
    int[] unsigned = samples.clone();
    int mask = (1 << bits) - 1;
    for (int i = 0; i < unsigned.length; i++) {
      unsigned[i] &= mask;
    }
    return unsigned;
  }

  private int[] decoded(byte[] stream, PixelLayout layout) {
    return switch (to.compression()) {
      case RLE -> Rle.decode(stream, layout);
      case JPEG_LOSSLESS -> JpegDecoder.decode(stream, layout).samples();
      default -> JpegLsDecoder.decode(stream, layout);
    };
  }

  private void verify(int[] samples, int[] back, PixelLayout layout) {
    int shift = 32 - layout.bitsStored();
    for (int i = 0; i < samples.length; i++) {
      int value = layout.signed() ? back[i] << shift >> shift : back[i] << shift >>> shift;
      if (Math.abs((long) value - samples[i]) > near) {
        throw new InputException(
            "A frame does not come back as it was from " + to.name() + ".",
            near > 0 ? "signed values around zero wrap in near-lossless coding." : "",
            near > 0 ? "choose a lossless syntax." : "choose another syntax and report this.");
      }
    }
  }

  private void describe(PixelLayout layout, String photometric, DataSetBuilder out) {
    out.put(Tag.PHOTOMETRIC, photometric);
    out.put(Tag.BITS_STORED, VR.US, layout.bitsStored());
    out.put(Tag.HIGH_BIT, VR.US, layout.bitsStored() - 1);
    if (layout.samples() > 1) {
      out.put(Tag.PLANAR, VR.US, 0);
    }
  }

  private void put(List<byte[]> streams, PixelLayout layout, DataSetBuilder out) {
    if (to.isEncapsulated()) {
      tables(streams, out);
      return;
    }
    long total = streams.stream().mapToLong(one -> one.length).sum();
    if (total > Integer.MAX_VALUE - 64) {
      throw Refusal.unsupported("grows to " + total + " bytes uncompressed, too many for memory");
    }
    byte[] all = new byte[(int) total];
    int at = 0;
    for (byte[] one : streams) {
      System.arraycopy(one, 0, all, at, one.length);
      at += one.length;
    }
    if (layout.bitsAllocated() == 1) {
      all = Native.packed(all);
    }
    out.remove(Tag.EXTENDED_OFFSETS).remove(Tag.EXTENDED_LENGTHS);
    out.put(Tag.PIXELS, layout.bitsAllocated() > 8 ? VR.OW : VR.OB, all);
  }

  private void tables(List<byte[]> streams, DataSetBuilder out) {
    long last = -8;
    for (byte[] one : streams) {
      last += 8L + one.length + (one.length & 1);
    }
    boolean extended = offsets == Offsets.EXTENDED || offsets == Offsets.AUTO && last > 0xFFFFFFFFL;
    out.remove(Tag.EXTENDED_OFFSETS).remove(Tag.EXTENDED_LENGTHS);
    out.putFrames(streams, extended);
  }

  /** What was lost stays lost, and a reader must be told (PS3.3 C.7.6.1.1.5.1). */
  private static void markLossy(TransferSyntax from, DataSet dataSet, DataSetBuilder out) {
    String method =
        switch (from.compression()) {
          case JPEG_BASELINE, JPEG_EXTENDED -> "ISO_10918_1";
          case JPEG_LS -> from.equals(TransferSyntax.JPEG_LS_NEAR) ? "ISO_14495_1" : "";
          case JPEG_2000 -> from.equals(TransferSyntax.JPEG_2000) ? "ISO_15444_1" : "";
          default -> "";
        };
    // The reversible path is allowed in these two syntaxes as well: an explicit 00 is believed.
    boolean maybe =
        from.compression() == Compression.JPEG_LS || from.compression() == Compression.JPEG_2000;
    boolean denied = maybe && dataSet.text(LOSSY).filter("00"::equals).isPresent();
    if (!method.isEmpty() && !denied) {
      out.put(LOSSY, VR.CS, "01");
      if (dataSet.texts(LOSSY_METHOD).isEmpty()) {
        out.put(LOSSY_METHOD, VR.CS, method);
      }
    }
  }

  /** Everything that this module can write, by the name the command line gives it. */
  public static List<TransferSyntax> written() {
    List<TransferSyntax> all = new ArrayList<>();
    for (TransferSyntax one : TransferSyntax.all()) {
      switch (one.compression()) {
        case NATIVE, RLE, JPEG_LOSSLESS, JPEG_LS -> all.add(one);
        default -> {}
      }
    }
    return all;
  }
}
