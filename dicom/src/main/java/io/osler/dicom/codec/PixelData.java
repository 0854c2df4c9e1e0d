package io.osler.dicom.codec;

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

  private PixelData(DataSet dataSet, TransferSyntax syntax, PixelLayout layout, Tag tag) {
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
    return new PixelData(dataSet, file.syntax(), PixelLayout.of(dataSet, limits), tag);
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
      for (int i = 0; i < values.length; i++) {
        values[i] = whole[i];
      }
      return values;
    }
    int unit = tag.equals(Tag.FLOAT_PIXELS) ? 4 : 8;
    long start = (long) frame * values.length * unit;
    if (start + (long) values.length * unit > bytes.byteSize()) {
      throw Refusal.damaged("is shorter than its header says");
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
    } else if (isReal()) {
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

  /**
   * v(row, column, sample) of one frame, interleaved by pixel: stored values, sign extended, before
   * any look-up table; colour is RGB whatever it was stored as.
   */
  public int[] frame(int index) {
    java.util.Objects.checkIndex(index, layout.frames());
    if (isReal()) {
      throw Refusal.unsupported("holds reals, not whole numbers");
    }
    int[] samples;
    boolean rgb = false;
    if (fragments.isEmpty()) {
      samples = Native.decode(bytes, layout, index, dataSet.isBigEndian(tag));
      samples = layout.planar() ? Native.interleaved(samples, layout.samples()) : samples;
    } else {
      byte[] stream = fragments.get().frame(index);
      switch (syntax.compression()) {
        case DEFLATED_FRAME -> {
          MemorySegment plain = Native.inflated(stream, layout);
          samples = Native.decode(plain, layout, 0, false);
          samples = layout.planar() ? Native.interleaved(samples, layout.samples()) : samples;
        }
        case RLE -> samples = Rle.decode(stream, layout);
        case JPEG_LS -> samples = JpegLsDecoder.decode(stream, layout);
        case JPEG_2000 -> {
          samples = Jpeg2000.decode(stream, layout);
          rgb = true;
        }
        case JPEG_BASELINE, JPEG_EXTENDED, JPEG_LOSSLESS -> {
          JpegDecoder.Decoded decoded = JpegDecoder.decode(stream, layout);
          samples = decoded.samples();
          boolean lossless = syntax.compression() == Compression.JPEG_LOSSLESS;
          rgb =
              decoded.colourTransform() == 0 || lossless && !layout.photometric().startsWith("YBR");
          if (decoded.colourTransform() == 1 && layout.samples() == 3 && !lossless) {
            return Colour.toRgb(samples, 8);
          }
        }
        default -> throw Refusal.unsupported("is compressed as " + syntax.name());
      }
    }
    if (layout.photometric().startsWith("YBR") && layout.samples() == 3 && !rgb) {
      return Colour.toRgb(samples, layout.bitsStored());
    }
    return stored(samples);
  }

  /** Bits Stored below High Bit, sign extended where the pixel representation is signed. */
  private int[] stored(int[] samples) {
    int stored = layout.bitsStored();
    int drop = layout.highBit() + 1 - stored;
    int shift = 32 - stored;
    for (int i = 0; i < samples.length; i++) {
      int up = samples[i] >> drop << shift;
      samples[i] = layout.signed() ? up >> shift : up >>> shift;
    }
    return samples;
  }
}
