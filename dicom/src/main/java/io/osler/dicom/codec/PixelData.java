package io.osler.dicom.codec;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Element;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.TransferSyntax;
import io.osler.dicom.dataset.TransferSyntax.Compression;
import io.osler.dicom.dataset.VR;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** The frames of an image object, decoded one by one; safe to share between threads. */
public final class PixelData {
  private final DataSet dataSet;
  private final TransferSyntax syntax;
  private final PixelLayout layout;
  private final Optional<Fragmentation> fragments;
  private final MemorySegment bytes;
  private final Tag tag;
  private final String name;

  private PixelData(
      String name, DataSet dataSet, TransferSyntax syntax, PixelLayout layout, Tag tag) {
    this.name = name;
    this.dataSet = dataSet;
    this.syntax = syntax;
    this.layout = layout;
    this.tag = tag;
    Element element =
        dataSet
            .get(tag)
            .orElseThrow(() -> Refusal.damaged("is missing: there is no element " + tag));
    this.fragments =
        element instanceof Element.Fragments compressed
            ? Optional.of(new Fragmentation(dataSet, compressed, layout.frames()))
            : Optional.empty();
    MemorySegment stored = dataSet.bytes(tag).orElse(MemorySegment.ofArray(new byte[0]));
    boolean words =
        element.vr() == VR.OW && dataSet.isBigEndian(tag) && layout.bitsAllocated() <= 8;
    this.bytes = words ? Native.swapped(stored) : stored;
  }

  public static PixelData of(DicomFile file) {
    return of(file, Limits.DEFAULT);
  }

  /** Refuses, with the reason, an object without an image or with an impossible one. */
  public static PixelData of(DicomFile file, Limits limits) {
    DataSet dataSet = file.dataSet();
    Tag tag =
        dataSet.has(Tag.FLOAT_PIXELS)
            ? Tag.FLOAT_PIXELS
            : dataSet.has(Tag.DOUBLE_PIXELS) ? Tag.DOUBLE_PIXELS : Tag.PIXELS;
    try {
      return new PixelData(
          file.name(), dataSet, file.syntax(), PixelLayout.of(dataSet, limits), tag);
    } catch (InputException e) {
      throw Refusal.at(file.name() + place(dataSet, tag), e);
    }
  }

  /** The element and where in the file it stands, if it is there. */
  private static String place(DataSet dataSet, Tag tag) {
    return dataSet
        .get(tag)
        .map(
            element ->
                ": element "
                    + tag
                    + element.offset().stream()
                        .mapToObj(at -> " at byte " + at)
                        .findFirst()
                        .orElse(""))
        .orElse("");
  }

  private InputException refused(int frame, InputException e) {
    String which = layout.frames() > 1 ? ", frame " + (frame + 1) : "";
    return Refusal.at(name + place(dataSet, tag) + which, e);
  }

  public PixelLayout layout() {
    return layout;
  }

  /** Whether samples are reals (parametric maps), read by {@link #reals}. */
  public boolean isReal() {
    return !tag.equals(Tag.PIXELS);
  }

  /** Samples of a frame as reals: float and double pixel data as stored, others as numbers. */
  public double[] reals(int frame) {
    double[] values = new double[layout.frameSamples()];
    if (!isReal()) {
      int[] whole = frame(frame);
      // The one kind of sample that an int does not hold: doses come so.
      boolean wide = layout.bitsStored() == 32 && !layout.signed();
      for (int i = 0; i < values.length; i++) {
        values[i] = wide ? Integer.toUnsignedLong(whole[i]) : whole[i];
      }
      return values;
    }
    int unit = tag.equals(Tag.FLOAT_PIXELS) ? 4 : 8;
    long start = (long) frame * values.length * unit;
    if (start + (long) values.length * unit > bytes.byteSize()) {
      throw refused(frame, Refusal.damaged("is shorter than its header says"));
    }
    var order = Native.order(dataSet.isBigEndian(tag));
    for (int i = 0; i < values.length; i++) {
      values[i] =
          unit == 4
              ? bytes.get(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order), start + 4L * i)
              : bytes.get(ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order), start + 8L * i);
    }
    return values;
  }

  /**
   * w = slope · v + intercept of one frame into {@code into}, from {@code start} on; the way that
   * makes the fewest copies.
   */
  public void scaled(int frame, double slope, double intercept, float[] into, int start) {
    java.util.Objects.checkIndex(frame, layout.frames());
    java.util.Objects.checkFromIndexSize(start, layout.frameSamples(), into.length);
    boolean plain = fragments.isEmpty() && layout.samples() == 1 && layout.bitsAllocated() == 16;
    if (plain && !isReal()) {
      Native.words(bytes, layout, frame, dataSet.isBigEndian(tag), slope, intercept, into, start);
    } else if (isReal() || layout.bitsStored() == 32) {
      double[] values = reals(frame);
      for (int i = 0; i < values.length; i++) {
        into[start + i] = (float) (slope * values[i] + intercept);
      }
    } else {
      int[] values = frame(frame);
      for (int i = 0; i < values.length; i++) {
        into[start + i] = (float) (slope * values[i] + intercept);
      }
    }
  }

  /** One frame of uncompressed sixteen-bit grey, as {@link #scaled} would put it. */
  public static void scaledWords(
      MemorySegment frame,
      PixelLayout layout,
      boolean big,
      double slope,
      double intercept,
      float[] into,
      int start) {
    Native.words(frame, layout, 0, big, slope, intercept, into, start);
  }

  /**
   * v(row, column, sample) of one frame, interleaved by pixel: stored values, sign extended, before
   * any look-up table; colour is RGB whatever it was stored as. Unsigned samples of 32 bits keep
   * their bits; {@link #reals} gives their values.
   */
  public int[] frame(int index) {
    Coded coded = coded(index);
    if (coded.photometric.startsWith("YBR") && layout.samples() == 3) {
      return Colour.toRgb(coded.samples, layout.bitsStored());
    }
    return stored(coded.samples);
  }

  /**
   * Stored values in the colour space in which they are coded, sign extended: what another syntax
   * must give back. Cosine-transformed JPEG and JPEG 2000 come out as RGB.
   */
  Coded stored(int index) {
    Coded coded = coded(index);
    return new Coded(stored(coded.samples), coded.photometric);
  }

  /** All allocated bits as they are stored, those above Bits Stored included. */
  int[] raw(int index) {
    return coded(index).samples;
  }

  /** Interleaved samples and the photometric interpretation that fits them. */
  record Coded(int[] samples, String photometric) {}

  private Coded coded(int index) {
    java.util.Objects.checkIndex(index, layout.frames());
    try {
      return decoded(index);
    } catch (InputException e) {
      throw refused(index, e);
    }
  }

  private Coded decoded(int index) {
    if (isReal()) {
      throw Refusal.unsupported("holds reals, not whole numbers");
    }
    boolean colour = layout.samples() == 3;
    String declared = layout.photometric();
    // Halved chroma is doubled on decoding.
    String full = colour && declared.startsWith("YBR") ? "YBR_FULL" : declared;
    if (fragments.isEmpty()) {
      int[] samples = Native.decode(bytes, layout, index, dataSet.isBigEndian(tag));
      return new Coded(
          layout.planar() ? Native.interleaved(samples, layout.samples()) : samples, full);
    }
    byte[] stream = fragments.get().frame(index);
    return switch (syntax.compression()) {
      case DEFLATED_FRAME -> {
        int[] samples = Native.decode(Native.inflated(stream, layout), layout, 0, false);
        yield new Coded(
            layout.planar() ? Native.interleaved(samples, layout.samples()) : samples, full);
      }
      case RLE -> new Coded(Rle.decode(stream, layout), full);
      case JPEG_LS -> new Coded(JpegLsDecoder.decode(stream, layout), full);
      case JPEG_2000 -> new Coded(Jpeg2000.decode(stream, layout), colour ? "RGB" : declared);
      case JPEG_BASELINE, JPEG_EXTENDED, JPEG_LOSSLESS -> {
        JpegDecoder.Decoded decoded = JpegDecoder.decode(stream, layout);
        boolean lossless = syntax.compression() == Compression.JPEG_LOSSLESS;
        boolean rgb = decoded.colourTransform() == 0 || lossless && !declared.startsWith("YBR");
        if (!colour) {
          // Some writers code twelve bits as sixteen; what loss lets overshoot must not wrap round.
          if (!lossless && decoded.bits() > layout.bitsStored() && !layout.signed()) {
            int most = (1 << layout.bitsStored()) - 1 << layout.highBit() + 1 - layout.bitsStored();
            clamp(decoded.samples(), most);
          }
          yield new Coded(decoded.samples(), declared);
        }
        if (!lossless && !rgb && (decoded.colourTransform() == 1 || declared.startsWith("YBR"))) {
          int bits = decoded.colourTransform() == 1 ? 8 : layout.bitsStored();
          yield new Coded(Colour.toRgb(decoded.samples(), bits), "RGB");
        }
        yield new Coded(decoded.samples(), rgb ? "RGB" : full);
      }
      default -> throw Refusal.unsupported("is compressed as " + syntax.name());
    };
  }

  private static void clamp(int[] samples, int most) {
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.min(most, samples[i]);
    }
  }

  /** Bits Stored below High Bit, sign extended where the pixel representation is signed. */
  private int[] stored(int[] samples) {
    int stored = layout.bitsStored();
    int drop = layout.highBit() + 1 - stored;
    int shift = 32 - stored;
    if (drop == 0 && !layout.signed()) {
      int mask = -1 >>> shift;
      for (int i = 0; i < samples.length; i++) {
        samples[i] &= mask;
      }
      return samples;
    }
    for (int i = 0; i < samples.length; i++) {
      int up = samples[i] >> drop << shift;
      samples[i] = layout.signed() ? up >> shift : up >>> shift;
    }
    return samples;
  }
}
