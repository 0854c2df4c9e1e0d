package io.osler.dicom.codec;

import java.io.ByteArrayOutputStream;

/**
 * JPEG lossless, process 14, selection value 1: each sample from its left neighbour (T.81 annex H).
 */
final class JpegLosslessEncoder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long held;
  private int count;

  private JpegLosslessEncoder() {}

  /** {@code samples} unsigned, interleaved by pixel, of {@code bits} ≤ 16. */
  static byte[] encode(int[] samples, int width, int height, int components, int bits) {
    return new JpegLosslessEncoder().frame(samples, width, height, components, bits);
  }

  private byte[] frame(int[] samples, int width, int height, int components, int bits) {
    int16(0xFFD8);
    int16(0xFFC3);
    int16(8 + 3 * components);
    out.write(bits);
    int16(height);
    int16(width);
    out.write(components);
    for (int s = 0; s < components; s++) {
      out.writeBytes(new byte[] {(byte) (s + 1), 0x11, 0});
    }
    // One table for all: the 17 sizes as codes of four bits, the last two of five.
    int16(0xFFC4);
    int16(2 + 17 + 17);
    out.write(0);
    for (int length = 1; length <= 16; length++) {
      out.write(length == 4 ? 14 : length == 5 ? 3 : 0);
    }
    for (int size = 0; size <= 16; size++) {
      out.write(size);
    }
    int16(0xFFDA);
    int16(6 + 2 * components);
    out.write(components);
    for (int s = 0; s < components; s++) {
      out.writeBytes(new byte[] {(byte) (s + 1), 0});
    }
    out.writeBytes(new byte[] {1, 0, 0});
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * components;
        for (int s = 0; s < components; s++) {
          int px =
              x > 0
                  ? samples[at + s - components]
                  : y > 0 ? samples[at + s - width * components] : 1 << bits - 1;
          difference((short) (samples[at + s] - px));
        }
      }
    }
    if (count > 0) {
      write((1 << 8 - count) - 1, 8 - count);
    }
    int16(0xFFD9);
    return out.toByteArray();
  }

  private void difference(int value) {
    if (value == -32768) {
      code(16);
      return;
    }
    int size = 32 - Integer.numberOfLeadingZeros(Math.abs(value));
    code(size);
    write((value < 0 ? value - 1 : value) & (1 << size) - 1, size);
  }

  private void code(int size) {
    write(size < 14 ? size : size + 14, size < 14 ? 4 : 5);
  }

  private void write(int value, int size) {
    held = held << size | value;
    count += size;
    while (count >= 8) {
      count -= 8;
      int next = (int) (held >>> count) & 0xFF;
      out.write(next);
      if (next == 0xFF) {
        out.write(0);
      }
    }
  }

  private void int16(int value) {
    out.write(value >>> 8);
    out.write(value);
  }
}
