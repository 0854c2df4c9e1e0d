package io.osler.dicom.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Uncompressed frames (PS3.5 section 8.2): bits, bytes, words, planes and halved chroma. */
final class Native {
  private Native() {}

  /** Samples in the order in which they are stored; planes are put together by the caller. */
  static int[] decode(MemorySegment all, PixelLayout layout, int frame, boolean big) {
    long bits = layout.frameBits();
    long first = bits * frame;
    requireBytes(all, (first + bits + 7) / 8, layout);
    int[] samples = new int[layout.isHalved() ? (int) (bits / 8) : layout.frameSamples()];
    switch (layout.bitsAllocated()) {
      case 1 -> {
        for (int i = 0; i < samples.length; i++) {
          long at = first + i;
          samples[i] = all.get(ValueLayout.JAVA_BYTE, at >> 3) >> (at & 7) & 1;
        }
      }
      case 8 -> {
        for (int i = 0; i < samples.length; i++) {
          samples[i] = all.get(ValueLayout.JAVA_BYTE, first / 8 + i) & 0xFF;
        }
      }
      case 16 -> {
        ValueLayout.OfShort word = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order(big));
        for (int i = 0; i < samples.length; i++) {
          samples[i] = all.get(word, first / 8 + 2L * i) & 0xFFFF;
        }
      }
      case 32 -> {
        ValueLayout.OfInt word = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order(big));
        for (int i = 0; i < samples.length; i++) {
          samples[i] = all.get(word, first / 8 + 4L * i);
        }
      }
      default -> throw Refusal.unsupported("has " + layout.bitsAllocated() + " bits allocated");
    }
    return layout.isHalved() ? doubled(samples, layout.frameSamples()) : samples;
  }

  /** One sample of sixteen bits a pixel, straight to scaled values. */
  static void words(
      MemorySegment all,
      PixelLayout layout,
      int frame,
      boolean big,
      double slope,
      double intercept,
      float[] into,
      int start) {
    int count = layout.frameSamples();
    long first = 2L * count * frame;
    requireBytes(all, first + 2L * count, layout);
    ValueLayout.OfShort word = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order(big));
    short[] piece = new short[Math.min(count, PIECE)];
    int left = 31 - layout.highBit();
    int right = 32 - layout.bitsStored();
    boolean whole = slope == 1 && intercept == Math.rint(intercept) && Math.abs(intercept) < 1e6;
    int offset = whole ? (int) intercept : 0;
    for (int from = 0; from < count; from += PIECE) {
      int n = Math.min(PIECE, count - from);
      MemorySegment.copy(all, word, first + 2L * from, piece, 0, n);
      int to = start + from;
      if (whole && layout.signed()) {
        for (int i = 0; i < n; i++) {
          into[to + i] = (piece[i] << left >> right) + offset;
        }
      } else if (whole) {
        for (int i = 0; i < n; i++) {
          into[to + i] = (piece[i] << left >>> right) + offset;
        }
      } else {
        for (int i = 0; i < n; i++) {
          int up = piece[i] << left;
          int value = layout.signed() ? up >> right : up >>> right;
          into[to + i] = (float) (slope * value + intercept);
        }
      }
    }
  }

  private static final int PIECE = 8192;

  private static void requireBytes(MemorySegment all, long needed, PixelLayout layout) {
    if (needed > all.byteSize()) {
      throw Refusal.damaged(
          "holds "
              + all.byteSize()
              + " bytes where its header implies "
              + (layout.frameBits() * layout.frames() + 7) / 8);
    }
  }

  /** Eight bytes of 0 or 1 into one, least significant bit first. */
  static byte[] packed(byte[] bits) {
    byte[] bytes = new byte[(bits.length + 7) / 8];
    for (int i = 0; i < bits.length; i++) {
      bytes[i >> 3] |= (byte) (bits[i] << (i & 7));
    }
    return bytes;
  }

  /** Samples of one frame as bytes, little endian; whole bytes only. */
  static byte[] encode(int[] samples, int bitsAllocated) {
    int unit = bitsAllocated / 8;
    if (unit < 1 || unit > 4) {
      throw Refusal.unsupported("has " + bitsAllocated + " bits allocated");
    }
    byte[] bytes = new byte[Math.multiplyExact(samples.length, unit)];
    for (int i = 0, at = 0; i < samples.length; i++) {
      for (int b = 0; b < unit; b++) {
        bytes[at++] = (byte) (samples[i] >> 8 * b);
      }
    }
    return bytes;
  }

  /** Bytes that big endian stores as words change places (PS3.5 section 8.1.1, annex D). */
  static MemorySegment swapped(MemorySegment words) {
    byte[] bytes = words.toArray(ValueLayout.JAVA_BYTE);
    for (int i = 0; i + 1 < bytes.length; i += 2) {
      byte held = bytes[i];
      bytes[i] = bytes[i + 1];
      bytes[i + 1] = held;
    }
    return MemorySegment.ofArray(bytes);
  }

  /** A frame out of its deflate stream, which may not hold more than a frame and its padding. */
  static MemorySegment inflated(byte[] stream, PixelLayout layout) {
    byte[] plain = new byte[(int) ((layout.frameBits() + 7) / 8)];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(stream);
      int filled = 0;
      while (filled < plain.length && !inflater.finished()) {
        int count = inflater.inflate(plain, filled, plain.length - filled);
        if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw Refusal.damaged("is a deflate stream that is cut off");
        }
        filled += count;
      }
      if (filled < plain.length) {
        throw Refusal.damaged("inflates to less than a frame");
      }
      return MemorySegment.ofArray(plain);
    } catch (DataFormatException e) {
      throw Refusal.damaged("is no deflate stream");
    } finally {
      inflater.end();
    }
  }

  static ByteOrder order(boolean big) {
    return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** Y1 Y2 Cb Cr becomes Y1 Cb Cr, Y2 Cb Cr (PS3.3 C.7.6.3.1.2). */
  private static int[] doubled(int[] stored, int length) {
    int[] full = new int[length];
    for (int from = 0, to = 0; to + 5 < length && from + 3 < stored.length; from += 4, to += 6) {
      full[to] = stored[from];
      full[to + 3] = stored[from + 1];
      full[to + 1] = full[to + 4] = stored[from + 2];
      full[to + 2] = full[to + 5] = stored[from + 3];
    }
    return full;
  }

  /** RRR… GGG… BBB… becomes RGB RGB …. */
  static int[] interleaved(int[] planes, int samples) {
    int pixels = planes.length / samples;
    int[] mixed = new int[planes.length];
    for (int s = 0; s < samples; s++) {
      for (int i = 0; i < pixels; i++) {
        mixed[i * samples + s] = planes[s * pixels + i];
      }
    }
    return mixed;
  }
}
