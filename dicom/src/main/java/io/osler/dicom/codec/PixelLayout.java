package io.osler.dicom.codec;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import java.util.OptionalInt;

/**
 * How samples stand for a picture (PS3.3 C.7.6.3, PS3.5 section 8.1).
 *
 * @param samples 1 for grey and palettes, 3 for colour
 * @param planar whether a frame holds all red samples, then all green, then all blue
 */
public record PixelLayout(
    int rows,
    int columns,
    int frames,
    int samples,
    int bitsAllocated,
    int bitsStored,
    int highBit,
    boolean signed,
    boolean planar,
    String photometric) {

  public PixelLayout {
    boolean fits =
        rows >= 1
            && columns >= 1
            && frames >= 1
            && (samples >= 1 && samples <= 4)
            && (bitsAllocated == 1 || bitsAllocated % 8 == 0 && bitsAllocated <= 64)
            && bitsStored >= 1
            && bitsStored <= bitsAllocated
            && highBit < bitsAllocated
            && highBit >= bitsStored - 1
            && (long) rows * columns * samples <= Integer.MAX_VALUE / 8;
    if (!fits) {
      throw new InputException(
          "An image of %d × %d pixels, %d frame(s), %d sample(s) of %d/%d/%d bits is impossible."
              .formatted(columns, rows, frames, samples, bitsAllocated, bitsStored, highBit),
          "the image attributes (0028,xxxx) contradict each other.",
          "correct the header.");
    }
  }

  /** Of a data set that holds an image; refuses one without. */
  public static PixelLayout of(DataSet dataSet, Limits limits) {
    int rows = required(dataSet, Tag.ROWS);
    int columns = required(dataSet, Tag.COLUMNS);
    int allocated =
        dataSet.has(Tag.FLOAT_PIXELS)
            ? 32
            : dataSet.has(Tag.DOUBLE_PIXELS) ? 64 : required(dataSet, Tag.BITS_ALLOCATED);
    int stored = dataSet.integer(Tag.BITS_STORED).orElse(allocated);
    int samples = dataSet.integer(Tag.SAMPLES).orElse(1);
    PixelLayout layout =
        new PixelLayout(
            rows,
            columns,
            Math.max(1, dataSet.integer(Tag.FRAMES).orElse(1)),
            samples,
            allocated,
            stored,
            dataSet.integer(Tag.HIGH_BIT).orElse(stored - 1),
            dataSet.integer(Tag.SIGNED).orElse(0) == 1,
            dataSet.integer(Tag.PLANAR).orElse(0) == 1 && samples > 1,
            dataSet.text(Tag.PHOTOMETRIC).orElse(samples == 3 ? "RGB" : "MONOCHROME2"));
    if (layout.frameSamples() * 4L > limits.pixelBytes()) {
      throw new InputException(
          "A frame of " + columns + " × " + rows + " exceeds the memory limit.",
          "a hostile header, or a very large image.",
          "raise Limits.pixelBytes if the file is to be trusted.");
    }
    return layout;
  }

  private static int required(DataSet dataSet, Tag tag) {
    OptionalInt value = dataSet.integer(tag);
    if (value.isEmpty()) {
      throw new InputException(
          "Element " + tag + " is missing.",
          "the object holds no image: a report, a plan, a directory.",
          "leave it out where images are wanted.");
    }
    return value.getAsInt();
  }

  /** Samples of one frame. */
  public int frameSamples() {
    return rows * columns * samples;
  }

  /** Bits of one native frame; YBR_FULL_422 stores two pixels in four samples. */
  long frameBits() {
    long all = (long) frameSamples() * bitsAllocated;
    return isHalved() ? all * 2 / 3 : all;
  }

  boolean isHalved() {
    return photometric.equals("YBR_FULL_422") || photometric.equals("YBR_PARTIAL_422");
  }

  /** The same with its bits at the low end, as compressed frames hold them. */
  PixelLayout aligned() {
    return new PixelLayout(
        rows,
        columns,
        frames,
        samples,
        bitsAllocated,
        bitsStored,
        bitsStored - 1,
        signed,
        planar,
        photometric);
  }

  PixelLayout as(String otherPhotometric, boolean otherPlanar) {
    return new PixelLayout(
        rows,
        columns,
        frames,
        samples,
        bitsAllocated,
        bitsStored,
        highBit,
        signed,
        otherPlanar,
        otherPhotometric);
  }

  /** Refuses, before memory is taken, a frame that so few bytes cannot hold. */
  void requireBytes(long compressed, long samplesAByte) {
    if (frameSamples() > Math.multiplyExact(Math.max(1, compressed), samplesAByte)) {
      throw Refusal.damaged(
          "has " + compressed + " bytes, too few for " + frameSamples() + " samples");
    }
  }

  /** Holds the header of a compressed frame against that of the data set, before any allocation. */
  void require(int width, int height, int components, int bits) {
    if (width != columns || height != rows || components != samples) {
      throw Refusal.damaged(
          "is "
              + width
              + " × "
              + height
              + " × "
              + components
              + " where the data set says "
              + columns
              + " × "
              + rows
              + " × "
              + samples);
    }
    if (bits < 2 || bits > 16) {
      throw Refusal.unsupported("has " + bits + " bits a sample");
    }
  }
}
