package io.osler.core.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Voxel values read piece by piece from a file, compressed or not, never more than was asked for.
 */
final class VoxelStream {
  private static final int PIECE = 1 << 18;

  private VoxelStream() {}

  static boolean isGzip(byte[] start) {
    return start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
  }

  /** Opens {@code file}, through gunzip when it starts like gzip. */
  static InputStream open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      raw.mark(2);
      byte[] start = raw.readNBytes(2);
      raw.reset();
      return isGzip(start) ? new GZIPInputStream(raw, 1 << 16) : raw;
    } catch (IOException failed) {
      raw.close();
      throw failed;
    }
  }

  interface Use<T> {
    T of(InputStream in) throws IOException;
  }

  /** Runs {@code use} on the opened file and turns what goes wrong into words. */
  static <T> T reading(Path file, Use<T> use) {
    return reading(file, true, use);
  }

  static <T> T reading(Path file, boolean unzip, Use<T> use) {
    return Source.wrapped(
        file,
        () -> {
          try (InputStream in =
              unzip ? open(file) : new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return use.of(in);
          } catch (EOFException early) {
            throw Source.truncated(file, "voxels are missing");
          } catch (ZipException broken) {
            throw Source.damaged(file, "its compressed data (" + broken.getMessage() + ")");
          }
        });
  }

  /**
   * Values in file order. With {@code interleaved} channels (red, green, blue of one voxel side by
   * side) they are parted into planes.
   */
  static float[] values(
      InputStream in,
      SampleType type,
      ByteOrder order,
      int voxels,
      int channels,
      boolean interleaved,
      double slope,
      double inter)
      throws IOException {
    int total = Math.multiplyExact(voxels, channels);
    float[] out = new float[total];
    int piece = PIECE / type.bytes() / channels * channels;
    byte[] bytes = new byte[piece * type.bytes()];
    float[] mixed = new float[interleaved && channels > 1 ? piece : 0];
    for (int done = 0; done < total; done += piece) {
      int count = Math.min(piece, total - done);
      if (in.readNBytes(bytes, 0, count * type.bytes()) < count * type.bytes()) {
        throw new EOFException();
      }
      if (mixed.length == 0) {
        type.decode(bytes, order, out, done, count, slope, inter);
      } else {
        type.decode(bytes, order, mixed, 0, count, slope, inter);
        for (int i = 0; i < count; i++) {
          out[(done + i) % channels * voxels + (done + i) / channels] = mixed[i];
        }
      }
    }
    return out;
  }

  /** The end of a gzip file holds its check sum, verified only when the end is reached. */
  static void verify(InputStream in) throws IOException {
    if (in instanceof GZIPInputStream) {
      in.readNBytes(PIECE);
    }
  }
}
