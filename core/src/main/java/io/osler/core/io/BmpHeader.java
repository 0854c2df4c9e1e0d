package io.osler.core.io;

import io.osler.core.volume.Size;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** The head of a Windows bitmap. */
final class BmpHeader {
  private BmpHeader() {}

  static boolean is(byte[] b) {
    return b.length >= 26 && b[0] == 'B' && b[1] == 'M' && b[15] == 0 && b[16] == 0 && b[17] == 0;
  }

  static ImageHeader parse(Path file, byte[] bytes, Limits limits) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean old = in.getInt(14) == 12;
    if (!old && bytes.length < 54) {
      throw Source.truncated(file, "no header");
    }
    long width = old ? in.getShort(18) & 0xffff : in.getInt(18);
    // A negative height means that the top row comes first.
    long height = Math.abs(old ? in.getShort(20) : (long) in.getInt(22));
    int bits = old ? in.getShort(24) : in.getShort(28);
    limits.check(file, width, height, 1, 3);
    int compression = old ? 0 : in.getInt(30);
    if (bits < 1 || bits > 32 || compression < 0 || compression > 6) {
      throw Source.damaged(file, "a bitmap of " + bits + " bits, compression " + compression);
    }
    int offset = in.getInt(10);
    if (offset < 14 || offset > bytes.length) {
      throw Source.damaged(file, "its pixels start at byte " + offset);
    }
    boolean runs = compression == 1 || compression == 2 || compression >= 4;
    if (!runs && offset + (width * bits + 31) / 32 * 4 * height > bytes.length) {
      throw Source.truncated(file, "pixels are missing");
    }
    return ImageFile.header(
        ImageFormat.BMP,
        Size.of((int) width, (int) height),
        bits <= 8 ? channels(in, old) : 3,
        bits);
  }

  private static int channels(ByteBuffer in, boolean old) {
    int step = old ? 3 : 4;
    int start = 14 + in.getInt(14);
    int end = Math.min(in.getInt(10), in.limit());
    for (int at = Math.max(26, start); at + step <= end; at += step) {
      if (in.get(at) != in.get(at + 1) || in.get(at) != in.get(at + 2)) {
        return 3;
      }
    }
    return 1;
  }
}
