package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * PNG (ISO/IEC 15948), all colour types and depths, interlaced or not, every check sum verified.
 *
 * <p>Our own rather than the JDK's: it starts without AWT, refuses truncated files, and gives
 * palette indices for label images.
 */
final class PngReader {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;

  /** Deflate cannot shrink by more than this, so a header that claims more is lying. */
  private static final long MAX_RATIO = 1032;

  /** Adam7: first column, first row, column step, row step of each pass. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private final Path file;
  private final byte[] bytes;
  private final List<ByteBuffer> data = new ArrayList<>();
  private long dataLength;
  private byte[] palette = new byte[0];
  private int width;
  private int height;
  private int bits;
  private int colour;
  private boolean interlaced;

  PngReader(Path file, byte[] bytes, Limits limits) {
    this.file = file;
    this.bytes = bytes;
    chunks(limits);
  }

  static boolean is(byte[] start) {
    return start.length >= 8 && java.util.Arrays.equals(start, 0, 8, SIGNATURE, 0, 8);
  }

  ImageHeader header() {
    return new ImageHeader(
        ImageFormat.PNG, Size.of(width, height), channels(), bits, Geometry.UNIT, Optional.empty());
  }

  Volume volume() {
    int n = width * height;
    float[] voxels = new float[channels() * n];
    if (colour == PALETTE) {
      decode(
          (at, sample, value) -> {
            int entry = 3 * value;
            if (entry + 2 >= palette.length) {
              throw Source.damaged(file, "palette entry " + value + " is missing");
            }
            for (int c = 0; c < channels(); c++) {
              voxels[c * n + at] = palette[entry + c] & 0xff;
            }
          });
    } else {
      int kept = channels();
      float scale = bits < 8 ? 255f / ((1 << bits) - 1) : 1;
      decode(
          (at, sample, value) -> {
            if (sample < kept) {
              voxels[sample * n + at] = value * scale;
            }
          });
    }
    return new Volume(Size.of(width, height), channels(), Geometry.UNIT, voxels);
  }

  /** Palette indices or grey values as stored, without scaling: what label images mean. */
  LabelMap labels() {
    if (colour == RGB || colour == RGB_ALPHA) {
      throw new InputException(
          file + " is a colour picture, so its labels cannot be told.",
          "a rendered overlay instead of a label image.",
          "export labels as a grey or palette PNG.");
    }
    int[] labels = new int[width * height];
    decode(
        (at, sample, value) -> {
          if (sample == 0) {
            labels[at] = value;
          }
        });
    return new LabelMap(Size.of(width, height), Geometry.UNIT, labels);
  }

  private int channels() {
    return switch (colour) {
      case GREY, GREY_ALPHA -> 1;
      case PALETTE -> greyPalette() ? 1 : 3;
      default -> 3;
    };
  }

  private boolean greyPalette() {
    for (int i = 0; i + 2 < palette.length; i += 3) {
      if (palette[i] != palette[i + 1] || palette[i] != palette[i + 2]) {
        return false;
      }
    }
    return true;
  }

  private int samplesPerPixel() {
    return switch (colour) {
      case RGB -> 3;
      case GREY_ALPHA -> 2;
      case RGB_ALPHA -> 4;
      default -> 1;
    };
  }

  private void chunks(Limits limits) {
    ByteBuffer in = ByteBuffer.wrap(bytes).position(8);
    boolean ended = false;
    while (!ended) {
      if (in.remaining() < 12) {
        throw Source.truncated(file, "no IEND chunk");
      }
      int length = in.getInt();
      int start = in.position();
      if (length < 0 || length > in.remaining() - 8) {
        throw Source.truncated(
            file, "a chunk claims " + Integer.toUnsignedString(length) + " bytes");
      }
      String type = new String(bytes, start, 4, StandardCharsets.ISO_8859_1);
      checkSum(start, length, type);
      ByteBuffer body = in.slice(start + 4, length);
      in.position(start + 4 + length + 4);
      if (width == 0 && !type.equals("IHDR")) {
        throw Source.damaged(file, "the first chunk is " + type + " instead of IHDR");
      }
      switch (type) {
        case "IHDR" -> head(body, limits);
        case "PLTE" -> {
          palette = new byte[length];
          body.get(palette);
        }
        case "IDAT" -> {
          data.add(body);
          dataLength += length;
        }
        case "IEND" -> ended = true;
        default -> {
          if (Character.isUpperCase(type.charAt(0))) {
            throw Source.damaged(file, "unknown critical chunk " + type);
          }
        }
      }
    }
    if (rawBytes() > MAX_RATIO * dataLength + 1024) {
      throw Source.truncated(file, dataLength + " compressed bytes cannot hold its pixels");
    }
    if (colour == PALETTE && palette.length == 0) {
      throw Source.damaged(file, "no palette");
    }
  }

  private void head(ByteBuffer body, Limits limits) {
    if (body.remaining() != 13 || width != 0) {
      throw Source.damaged(file, "a wrong IHDR chunk");
    }
    width = body.getInt();
    height = body.getInt();
    bits = body.get();
    colour = body.get();
    limits.check(file, width, height, 1, colour == GREY || colour == GREY_ALPHA ? 1 : 3);
    boolean known =
        switch (colour) {
          case GREY -> bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
          case PALETTE -> bits == 1 || bits == 2 || bits == 4 || bits == 8;
          case RGB, GREY_ALPHA, RGB_ALPHA -> bits == 8 || bits == 16;
          default -> false;
        };
    int compression = body.get();
    int filter = body.get();
    int interlace = body.get();
    if (!known || compression != 0 || filter != 0 || interlace < 0 || interlace > 1) {
      throw Source.damaged(file, "IHDR holds a combination that PNG does not know");
    }
    interlaced = interlace == 1;
  }

  private void checkSum(int start, int length, String type) {
    CRC32 crc = new CRC32();
    crc.update(bytes, start, length + 4);
    int stored = ByteBuffer.wrap(bytes).getInt(start + 4 + length);
    if ((int) crc.getValue() != stored) {
      throw Source.damaged(file, "the check sum of its chunk " + type + " is wrong");
    }
  }

  private long rawBytes() {
    long rowBits = (long) width * samplesPerPixel() * bits;
    return (rowBits + 7) / 8 * height;
  }

  private interface Sink {
    void put(int at, int sample, int value);
  }

  private void decode(Sink sink) {
    Inflater inflater = new Inflater();
    try {
      int[] next = {0};
      if (!interlaced) {
        pass(inflater, next, new int[] {0, 0, 1, 1}, sink);
      } else {
        for (int[] pass : PASSES) {
          pass(inflater, next, pass, sink);
        }
      }
      refuseBomb(inflater, next);
    } catch (DataFormatException broken) {
      throw Source.damaged(file, "its compressed pixels are not deflate data");
    } finally {
      inflater.end();
    }
  }

  /** A little padding is forgiven; a megabyte that the picture has no room for is a bomb. */
  private void refuseBomb(Inflater inflater, int[] next) throws DataFormatException {
    byte[] more = new byte[1 << 16];
    for (int found = 0; found < 1 << 20; ) {
      int got = inflater.inflate(more);
      found += got;
      if (got == 0) {
        if (!inflater.needsInput() || inflater.finished() || next[0] >= data.size()) {
          return;
        }
        inflater.setInput(data.get(next[0]++));
      }
    }
    throw Source.damaged(file, "it unpacks to far more than its size has room for");
  }

  private void pass(Inflater inflater, int[] next, int[] grid, Sink sink)
      throws DataFormatException {
    int columns = (width - grid[0] + grid[2] - 1) / grid[2];
    int rows = (height - grid[1] + grid[3] - 1) / grid[3];
    if (columns <= 0 || rows <= 0) {
      return;
    }
    int samples = samplesPerPixel();
    int rowBytes = (int) (((long) columns * samples * bits + 7) / 8);
    int step = Math.max(1, samples * bits / 8);
    byte[] before = new byte[rowBytes + 1];
    byte[] row = new byte[rowBytes + 1];
    for (int y = 0; y < rows; y++) {
      fill(inflater, next, row);
      unfilter(row, before, step);
      int line = (grid[1] + y * grid[3]) * width + grid[0];
      for (int x = 0; x < columns; x++) {
        for (int s = 0; s < samples; s++) {
          sink.put(line + x * grid[2], s, sample(row, x * samples + s));
        }
      }
      byte[] swap = before;
      before = row;
      row = swap;
    }
  }

  private int sample(byte[] row, int index) {
    return switch (bits) {
      case 8 -> row[1 + index] & 0xff;
      case 16 -> (row[1 + 2 * index] & 0xff) << 8 | row[2 + 2 * index] & 0xff;
      default -> {
        int bit = index * bits;
        yield (row[1 + bit / 8] >> (8 - bits - bit % 8)) & ((1 << bits) - 1);
      }
    };
  }

  private void fill(Inflater inflater, int[] next, byte[] row) throws DataFormatException {
    int done = 0;
    while (done < row.length) {
      int got = inflater.inflate(row, done, row.length - done);
      done += got;
      if (got == 0) {
        if (inflater.finished() || inflater.needsDictionary() || next[0] >= data.size()) {
          throw Source.truncated(file, "pixels are missing");
        }
        if (inflater.needsInput()) {
          inflater.setInput(data.get(next[0]++));
        }
      }
    }
  }

  private void unfilter(byte[] row, byte[] before, int step) {
    int n = row.length;
    switch (row[0]) {
      case 0 -> {}
      case 1 -> {
        for (int i = 1 + step; i < n; i++) {
          row[i] += row[i - step];
        }
      }
      case 2 -> {
        for (int i = 1; i < n; i++) {
          row[i] += before[i];
        }
      }
      case 3 -> {
        for (int i = 1; i < n; i++) {
          int left = i > step ? row[i - step] & 0xff : 0;
          row[i] += (byte) ((left + (before[i] & 0xff)) >> 1);
        }
      }
      case 4 -> {
        for (int i = 1; i < n; i++) {
          int left = i > step ? row[i - step] & 0xff : 0;
          int corner = i > step ? before[i - step] & 0xff : 0;
          row[i] += (byte) paeth(left, before[i] & 0xff, corner);
        }
      }
      default -> throw Source.damaged(file, "unknown row filter " + row[0]);
    }
  }

  private static int paeth(int left, int up, int corner) {
    int a = Math.abs(up - corner);
    int b = Math.abs(left - corner);
    int c = Math.abs(left + up - 2 * corner);
    return a <= b && a <= c ? left : b <= c ? up : corner;
  }
}
