package io.osler.dicom.codec;

import java.io.ByteArrayOutputStream;

/** Byte planes, most significant first, each packed like PackBits (PS3.5 annex G). */
final class Rle {
  private Rle() {}

  /** Samples of one frame, interleaved by pixel. */
  static int[] decode(byte[] data, PixelLayout layout) {
    if (layout.bitsAllocated() == 1) {
      return bits(data, layout);
    }
    int bytes = layout.bitsAllocated() / 8;
    int planes = layout.samples() * bytes;
    int pixels = layout.rows() * layout.columns();
    if (data.length < 64 || int32(data, 0) != planes || bytes > 4 || bytes == 0) {
      throw Refusal.damaged(
          "does not hold the " + planes + " RLE segments that its header implies");
    }
    // A run of two bytes stands for at most 128.
    layout.requireBytes(data.length, 64);
    int[] samples = new int[layout.frameSamples()];
    for (int plane = 0; plane < planes; plane++) {
      int start = int32(data, 4 + 4 * plane);
      int end = plane + 1 < planes ? int32(data, 8 + 4 * plane) : data.length;
      if (start < 64 || end < start || end > data.length) {
        throw Refusal.damaged("has RLE offsets outside its bytes");
      }
      int shift = 8 * (bytes - 1 - plane % bytes);
      segment(data, start, end, samples, plane / bytes, layout.samples(), pixels, shift);
    }
    return samples;
  }

  /** Single bits are packed into bytes first, which are the one segment. */
  private static int[] bits(byte[] data, PixelLayout layout) {
    if (data.length < 64 || int32(data, 0) != 1 || int32(data, 4) < 64) {
      throw Refusal.damaged("does not hold one RLE segment of bits");
    }
    int[] samples = new int[layout.frameSamples()];
    int[] packed = new int[(samples.length + 7) / 8];
    segment(data, int32(data, 4), data.length, packed, 0, 1, packed.length, 0);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = packed[i >> 3] >> (i & 7) & 1;
    }
    return samples;
  }

  private static void segment(
      byte[] data, int start, int end, int[] to, int first, int step, int pixels, int shift) {
    int at = start;
    int pixel = 0;
    while (pixel < pixels) {
      if (at >= end) {
        throw Refusal.damaged("ends before its RLE segment is whole");
      }
      int control = data[at++];
      if (control == -128) {
        continue;
      }
      boolean literal = control >= 0;
      int length = literal ? control + 1 : 1 - control;
      if (at + (literal ? length : 1) > end) {
        throw Refusal.damaged("ends in the middle of an RLE run");
      }
      for (int i = 0; i < length && pixel < pixels; i++, pixel++) {
        int value = data[literal ? at + i : at] & 0xFF;
        to[first + pixel * step] |= value << shift;
      }
      at += literal ? length : 1;
    }
  }

  static byte[] encode(int[] samples, PixelLayout layout) {
    int bytes = layout.bitsAllocated() / 8;
    int planes = layout.samples() * bytes;
    int pixels = layout.rows() * layout.columns();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int[] offsets = new int[16];
    offsets[0] = planes;
    byte[] plane = new byte[pixels];
    for (int p = 0; p < planes; p++) {
      offsets[p + 1] = 64 + out.size();
      int shift = 8 * (bytes - 1 - p % bytes);
      for (int i = 0; i < pixels; i++) {
        plane[i] = (byte) (samples[i * layout.samples() + p / bytes] >> shift);
      }
      for (int row = 0; row < layout.rows(); row++) {
        pack(plane, row * layout.columns(), (row + 1) * layout.columns(), out);
      }
      if (out.size() % 2 == 1) {
        out.write(0);
      }
    }
    byte[] all = new byte[64 + out.size()];
    for (int i = 0; i < 16; i++) {
      for (int b = 0; b < 4; b++) {
        all[4 * i + b] = (byte) (offsets[i] >> 8 * b);
      }
    }
    System.arraycopy(out.toByteArray(), 0, all, 64, out.size());
    return all;
  }

  private static void pack(byte[] bytes, int from, int end, ByteArrayOutputStream out) {
    int at = from;
    while (at < end) {
      int run = 1;
      while (at + run < end && run < 128 && bytes[at + run] == bytes[at]) {
        run++;
      }
      if (run > 2) {
        out.write(1 - run);
        out.write(bytes[at]);
        at += run;
        continue;
      }
      int length = 1;
      while (at + length < end
          && length < 128
          && !(at + length + 2 < end
              && bytes[at + length] == bytes[at + length + 1]
              && bytes[at + length] == bytes[at + length + 2])) {
        length++;
      }
      out.write(length - 1);
      out.write(bytes, at, length);
      at += length;
    }
  }

  private static int int32(byte[] data, int at) {
    return data[at] & 0xFF
        | (data[at + 1] & 0xFF) << 8
        | (data[at + 2] & 0xFF) << 16
        | (data[at + 3] & 0xFF) << 24;
  }
}
