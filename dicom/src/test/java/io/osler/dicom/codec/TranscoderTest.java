package io.osler.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.TransferSyntax;
import io.osler.dicom.dataset.VR;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class TranscoderTest {
  private static final Tag LOSSY = Tag.parse("LossyImageCompression");

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Smooth with noise, so that runs and contexts are both met; signed values straddle zero. */
  static DicomFile file(int samples, int allocated, int stored, boolean signed, int frames) {
    RandomGenerator random = random(stored * 31L + samples);
    int unit = allocated / 8;
    byte[] pixels = new byte[17 * 23 * samples * frames * unit];
    int range = 1 << stored;
    for (int i = 0; i < pixels.length / unit; i++) {
      int value = (i / 7 * 3 + random.nextInt(1 + range / 16)) % range - (signed ? range / 2 : 0);
      for (int b = 0; b < unit; b++) {
        pixels[i * unit + b] = (byte) (value >> 8 * b);
      }
    }
    DataSetBuilder made =
        DataSet.EMPTY
            .edit()
            .put(Tag.SOP_CLASS, "1.2.840.10008.5.1.4.1.1.7")
            .put(Tag.SOP_INSTANCE, "1.2.3")
            .put(Tag.SAMPLES, VR.US, samples)
            .put(Tag.PHOTOMETRIC, samples == 3 ? "RGB" : "MONOCHROME2")
            .put(Tag.FRAMES, VR.IS, frames)
            .put(Tag.ROWS, VR.US, 17)
            .put(Tag.COLUMNS, VR.US, 23)
            .put(Tag.BITS_ALLOCATED, VR.US, allocated)
            .put(Tag.BITS_STORED, VR.US, stored)
            .put(Tag.HIGH_BIT, VR.US, stored - 1)
            .put(Tag.SIGNED, VR.US, signed ? 1 : 0)
            .put(Tag.PIXELS, VR.OW, pixels);
    if (samples == 3) {
      made.put(Tag.PLANAR, VR.US, 0);
    }
    return DicomFile.of(made.build(), TransferSyntax.EXPLICIT_LITTLE);
  }

  private static List<int[]> frames(DicomFile file) {
    PixelData pixels = PixelData.of(file);
    List<int[]> all = new ArrayList<>();
    for (int f = 0; f < pixels.layout().frames(); f++) {
      all.add(pixels.frame(f));
    }
    return all;
  }

  private static DicomFile again(DicomFile file) {
    return DicomFile.parse("again.dcm", file.bytes());
  }

  @Test
  void everySyntaxGivesThePixelsBack() {
    for (DicomFile from :
        List.of(
            file(1, 8, 8, false, 1),
            file(3, 8, 8, false, 2),
            file(1, 16, 12, false, 3),
            file(1, 16, 12, true, 1),
            file(1, 16, 16, true, 2),
            file(1, 16, 16, false, 1))) {
      List<int[]> wanted = frames(from);
      for (TransferSyntax to : Transcoder.written()) {
        if (to.equals(TransferSyntax.JPEG_LS_NEAR)) {
          continue;
        }
        DicomFile back = again(Transcoder.lossless(to).apply(from));
        assertThat(back.syntax()).isEqualTo(to);
        assertThat(frames(back)).as(to.name()).containsExactlyElementsOf(wanted);
        assertThat(back.dataSet().text(Tag.SOP_INSTANCE)).hasValue("1.2.3");
        assertThat(back.dataSet().has(LOSSY)).isFalse();
        DicomFile there = again(Transcoder.lossless(TransferSyntax.IMPLICIT_LITTLE).apply(back));
        assertThat(frames(there)).as("back from " + to.name()).containsExactlyElementsOf(wanted);
      }
    }
  }

  @Test
  void nearLosslessIsAnotherImageThatNamesItsSource() {
    DicomFile from = file(1, 16, 12, false, 2);
    Transcoder near = new Transcoder(TransferSyntax.JPEG_LS_NEAR, 3, Transcoder.Offsets.AUTO);
    DicomFile back = again(near.apply(from));
    List<int[]> wanted = frames(from);
    List<int[]> got = frames(back);
    int most = 0;
    for (int f = 0; f < wanted.size(); f++) {
      for (int i = 0; i < wanted.get(f).length; i++) {
        most = Math.max(most, Math.abs(wanted.get(f)[i] - got.get(f)[i]));
      }
    }
    assertThat(most).isBetween(1, 3);
    DataSet dataSet = back.dataSet();
    String uid = dataSet.text(Tag.SOP_INSTANCE).orElseThrow();
    assertThat(uid).startsWith("2.25.").isEqualTo(back.meta().text(Tag.MEDIA_SOP_INSTANCE).get());
    assertThat(near.apply(from).dataSet().text(Tag.SOP_INSTANCE)).hasValue(uid);
    assertThat(dataSet.text(LOSSY)).hasValue("01");
    assertThat(dataSet.texts(Tag.IMAGE_TYPE)).startsWith("DERIVED");
    DataSet source = dataSet.item(Tag.parse("SourceImageSequence")).orElseThrow();
    assertThat(source.text(Tag.parse("ReferencedSOPInstanceUID"))).hasValue("1.2.3");
    assertThat(dataSet.number(Tag.parse("LossyImageCompressionRatio")).getAsDouble())
        .isGreaterThan(1);
    DicomFile plain = Transcoder.lossless(TransferSyntax.EXPLICIT_LITTLE).apply(back);
    assertThat(plain.dataSet().text(LOSSY)).as("what was lost stays lost").hasValue("01");
    assertThat(plain.dataSet().text(Tag.SOP_INSTANCE)).hasValue(uid);
  }

  @Test
  void extendedOffsetsFindTheFrames() {
    DicomFile from = file(1, 16, 12, false, 3);
    DicomFile back =
        again(new Transcoder(TransferSyntax.RLE, 0, Transcoder.Offsets.EXTENDED).apply(from));
    assertThat(back.dataSet().bytes(Tag.EXTENDED_OFFSETS).orElseThrow().byteSize()).isEqualTo(24);
    assertThat(frames(back)).containsExactlyElementsOf(frames(from));
    DicomFile basic = again(Transcoder.lossless(TransferSyntax.RLE).apply(back));
    assertThat(basic.dataSet().has(Tag.EXTENDED_OFFSETS)).isFalse();
    assertThat(frames(basic)).containsExactlyElementsOf(frames(from));
  }

  @Test
  void overlaysInUnusedBitsAreKept() {
    DicomFile from = file(1, 16, 12, false, 1);
    byte[] pixels =
        from.dataSet()
            .bytes(Tag.PIXELS)
            .orElseThrow()
            .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    pixels[1] |= (byte) 0x80;
    pixels[2 * 30 + 1] |= (byte) 0x80;
    DataSet with =
        from.dataSet()
            .edit()
            .put(Tag.PIXELS, VR.OW, pixels)
            .put(Tag.of(0x6000, 0x10), VR.US, 17)
            .put(Tag.of(0x6000, 0x11), VR.US, 23)
            .put(Tag.of(0x6000, 0x40), VR.CS, "G")
            .put(Tag.of(0x6000, 0x100), VR.US, 16)
            .put(Tag.of(0x6000, 0x102), VR.US, 15)
            .build();
    DicomFile back =
        again(Transcoder.lossless(TransferSyntax.JPEG_LS_LOSSLESS).apply(from.with(with)));
    Overlay overlay = Overlay.of(back.dataSet()).getFirst();
    assertThat(overlay.isEmbedded()).isFalse();
    boolean[] mask = overlay.mask(PixelData.of(back), 0);
    for (int i = 0; i < mask.length; i++) {
      assertThat(mask[i]).as("pixel " + i).isEqualTo(i == 0 || i == 30);
    }
    assertThat(frames(back)).containsExactlyElementsOf(frames(from));
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    assertThatThrownBy(() -> Transcoder.lossless(TransferSyntax.JPEG_2000))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("read but not written");
    DicomFile bits = file(1, 8, 8, false, 1);
    DataSet one =
        bits.dataSet()
            .edit()
            .put(Tag.BITS_ALLOCATED, VR.US, 1)
            .put(Tag.BITS_STORED, VR.US, 1)
            .put(Tag.HIGH_BIT, VR.US, 0)
            .build();
    assertThatThrownBy(() -> Transcoder.lossless(TransferSyntax.RLE).apply(bits.with(one)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("one bit");
  }
}
