package io.osler.core.io;

import io.osler.core.config.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * What the markers of a JPEG file say before it is decoded: size, channels, EXIF orientation.
 * Refuses what cannot be decoded rightly: lossless, arithmetic and 12-bit coding, four colours.
 *
 * @param orientation 1 to 8 as EXIF counts them
 */
record JpegMarkers(int width, int height, int channels, int orientation) {

  static boolean is(byte[] start) {
    return start.length >= 3
        && (start[0] & 0xff) == 0xff
        && (start[1] & 0xff) == 0xd8
        && (start[2] & 0xff) == 0xff;
  }

  static JpegMarkers parse(Path file, byte[] bytes, Limits limits) {
    int orientation = 1;
    int at = 2;
    while (at + 4 <= bytes.length) {
      if ((bytes[at] & 0xff) != 0xff) {
        throw Source.damaged(file, "no marker at byte " + at);
      }
      int marker = bytes[at + 1] & 0xff;
      if (marker == 0xff) {
        at++;
        continue;
      }
      if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
        at += 2;
        continue;
      }
      if (marker == 0xd9 || marker == 0xda) {
        throw Source.damaged(file, "its pixels come before its size");
      }
      int length = (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
      if (length < 2 || at + 2 + length > bytes.length) {
        throw Source.truncated(file, "a marker segment claims " + length + " bytes");
      }
      if (marker == 0xe1) {
        orientation = exif(bytes, at + 4, length - 2, orientation);
      }
      boolean frame =
          marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
      if (frame) {
        return frame(file, bytes, at, length, marker, orientation, limits);
      }
      at += 2 + length;
    }
    throw Source.truncated(file, "no frame header");
  }

  private static JpegMarkers frame(
      Path file, byte[] bytes, int at, int length, int marker, int orientation, Limits limits) {
    if (length < 8) {
      throw Source.damaged(file, "a frame header of " + length + " bytes");
    }
    if (marker > 0xc2) {
      throw refused(file, "uses lossless or arithmetic JPEG coding");
    }
    int precision = bytes[at + 4] & 0xff;
    if (precision != 8) {
      throw refused(file, "has " + precision + " bits per sample");
    }
    int height = (bytes[at + 5] & 0xff) << 8 | bytes[at + 6] & 0xff;
    int width = (bytes[at + 7] & 0xff) << 8 | bytes[at + 8] & 0xff;
    int channels = bytes[at + 9] & 0xff;
    if (channels == 4) {
      throw refused(file, "has four colours (CMYK or YCCK, made for print)");
    }
    if (channels != 1 && channels != 3) {
      throw refused(file, "has " + channels + " colour components");
    }
    limits.check(file, width, height, 1, channels);
    // A block of 8 × 8 pixels takes one bit at the very least: 512 pixels a byte; twice that here.
    if ((long) width * height > 1024L * bytes.length) {
      throw Source.truncated(file, bytes.length + " bytes cannot hold its pixels");
    }
    return new JpegMarkers(width, height, channels, orientation);
  }

  /** Tag 0x0112 of the first directory; anything malformed means upright, as viewers do. */
  private static int exif(byte[] bytes, int start, int length, int before) {
    if (length < 14
        || bytes[start] != 'E'
        || bytes[start + 1] != 'x'
        || bytes[start + 2] != 'i'
        || bytes[start + 3] != 'f'
        || bytes[start + 4] != 0
        || bytes[start + 5] != 0) {
      return before;
    }
    ByteBuffer tiff = ByteBuffer.wrap(bytes, start + 6, length - 6).slice();
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    if (directory < 8 || directory > tiff.limit() - 2) {
      return before;
    }
    int entries = tiff.getShort(directory) & 0xffff;
    for (int e = 0; e < entries && directory + 2 + (e + 1) * 12 <= tiff.limit(); e++) {
      int entry = directory + 2 + e * 12;
      if ((tiff.getShort(entry) & 0xffff) == 0x0112) {
        int value = tiff.getShort(entry + 8);
        return value >= 1 && value <= 8 ? value : before;
      }
    }
    return before;
  }

  private static InputException refused(Path file, String what) {
    return new InputException(
        file + " " + what + ".",
        "such files are not decoded here, rather than decoded wrongly.",
        "convert it to PNG or to an 8-bit grey or RGB JPEG.");
  }
}
