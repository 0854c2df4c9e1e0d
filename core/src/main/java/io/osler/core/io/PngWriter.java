package io.osler.core.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Samples → PNG bytes: 8-bit grey or RGB, 16-bit grey, no time stamp, the same bytes each time. */
final class PngWriter {
  private PngWriter() {}

  /** {@code samples}: rows of interleaved bytes, {@code channels} 1 or 3. */
  static byte[] encode(int width, int height, int channels, byte[] samples) {
    return encode(width, height, 8, channels, samples);
  }

  /** Grey of 8 or 16 bits, big-endian. */
  static byte[] grey(int width, int height, int bits, byte[] samples) {
    return encode(width, height, bits, 1, samples);
  }

  private static byte[] encode(int width, int height, int bits, int channels, byte[] samples) {
    int step = channels * bits / 8;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    byte colour = (byte) (channels == 1 ? 0 : 2);
    ByteBuffer head = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk(out, "IHDR", head.put((byte) bits).put(colour).put(new byte[3]).array());
    chunk(out, "IDAT", deflate(filtered(width * step, height, step, samples)));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /** The row filter with the smallest sum of absolute values, as the specification advises. */
  private static byte[] filtered(int rowBytes, int height, int step, byte[] samples) {
    byte[] out = new byte[Math.multiplyExact(rowBytes + 1, height)];
    byte[] row = new byte[rowBytes];
    for (int y = 0; y < height; y++) {
      int to = y * (rowBytes + 1);
      long least = Long.MAX_VALUE;
      for (byte filter = 0; filter <= 2; filter++) {
        long sum = 0;
        for (int x = 0; x < rowBytes; x++) {
          int at = y * rowBytes + x;
          int before =
              switch (filter) {
                case 1 -> x >= step ? samples[at - step] : 0;
                case 2 -> y > 0 ? samples[at - rowBytes] : 0;
                default -> 0;
              };
          row[x] = (byte) (samples[at] - before);
          sum += Math.abs(row[x]);
        }
        if (sum < least) {
          least = sum;
          out[to] = filter;
          System.arraycopy(row, 0, out, to + 1, rowBytes);
        }
      }
    }
    return out;
  }

  private static byte[] deflate(byte[] raw) {
    Deflater deflater = new Deflater(6);
    try {
      deflater.setInput(raw);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] body) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(body);
    out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
    out.writeBytes(name);
    out.writeBytes(body);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
