package io.osler.learn.task;

import io.osler.core.config.InputException;
import io.osler.core.io.Atomic;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A prepared case on disk in cubes of 32³ voxels, each compressed by itself, so that a patch reads
 * only what it touches. A cube holds its channels and its labels as 32-bit words, their bytes
 * sorted by rank (which deflates far better) and deflated; bit for bit what was put in.
 *
 * @param hull the case without voxels: name, patient, attributes
 * @param starts where each cube begins in the file, i fastest, and where the last ends
 */
record Chunks(Path file, Case hull, Size size, Geometry geometry, int channels, long[] starts)
    implements Stored {
  private static final int SIDE = 32;

  /** Writes a case whose truth is a label map, whole or not at all. */
  static Chunks write(Path file, Case one) {
    Volume image = one.image();
    Size size = image.size();
    int[] labels = ((Truth.Mask) one.truth()).map().labels();
    int[] counts = counts(size);
    long[] starts = new long[counts[0] * counts[1] * counts[2] + 1];
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      Atomic.replace(
          file,
          out -> {
            byte[] packed = new byte[1 << 16];
            for (int c = 0; c < starts.length - 1; c++) {
              deflater.reset();
              deflater.setInput(words(image, labels, low(c, counts), cube(size, c, counts)));
              deflater.finish();
              long length = 0;
              while (!deflater.finished()) {
                int n = deflater.deflate(packed);
                out.write(packed, 0, n);
                length += n;
              }
              starts[c + 1] = starts[c] + length;
            }
          });
    } finally {
      deflater.end();
    }
    Size point = new Size(1, 1, 1);
    Case hull =
        one.with(
            Volume.of(point, image.geometry(), new float[1]),
            new Truth.Mask(new LabelMap(point, image.geometry(), new int[1])));
    return new Chunks(file, hull, size, image.geometry(), image.channels(), starts);
  }

  private static int[] counts(Size size) {
    int[] counts = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      counts[axis] = (size.get(axis) + SIDE - 1) / SIDE;
    }
    return counts;
  }

  private static int[] low(int cube, int[] counts) {
    return new int[] {
      cube % counts[0] * SIDE,
      cube / counts[0] % counts[1] * SIDE,
      cube / (counts[0] * counts[1]) * SIDE
    };
  }

  private static Size cube(Size size, int cube, int[] counts) {
    int[] low = low(cube, counts);
    return new Size(
        Math.min(SIDE, size.width() - low[0]),
        Math.min(SIDE, size.height() - low[1]),
        Math.min(SIDE, size.depth() - low[2]));
  }

  /** All lowest bytes, then all second ones, … */
  private static byte[] words(Volume image, int[] labels, int[] low, Size cube) {
    int n = (image.channels() + 1) * cube.voxels();
    byte[] bytes = new byte[4 * n];
    int at = 0;
    for (int c = 0; c <= image.channels(); c++) {
      int channel = c * image.size().voxels();
      for (int k = 0; k < cube.depth(); k++) {
        for (int j = 0; j < cube.height(); j++) {
          int from = image.size().offset(low[0], low[1] + j, low[2] + k);
          for (int i = 0; i < cube.width(); i++, at++) {
            int word =
                c == image.channels()
                    ? labels[from + i]
                    : Float.floatToRawIntBits(image.voxels()[channel + from + i]);
            bytes[at] = (byte) word;
            bytes[n + at] = (byte) (word >> 8);
            bytes[2 * n + at] = (byte) (word >> 16);
            bytes[3 * n + at] = (byte) (word >> 24);
          }
        }
      }
    }
    return bytes;
  }

  @Override
  public Case box(int[] low, Size box) {
    float[] voxels = new float[channels * box.voxels()];
    int[] labels = new int[box.voxels()];
    int[] counts = counts(size);
    int[] from = new int[3];
    int[] to = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      from[axis] = low[axis] / SIDE;
      to[axis] = (low[axis] + box.get(axis) - 1) / SIDE;
    }
    Inflater inflater = new Inflater();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int z = from[2]; z <= to[2]; z++) {
        for (int y = from[1]; y <= to[1]; y++) {
          for (int x = from[0]; x <= to[0]; x++) {
            int cube = (z * counts[1] + y) * counts[0] + x;
            Size held = cube(size, cube, counts);
            byte[] bytes = read(channel, inflater, cube, held);
            put(bytes, low(cube, counts), held, low, box, voxels, labels);
          }
        }
      }
    } catch (IOException | DataFormatException e) {
      throw new InputException(
          file + " cannot be read back.",
          "the prepared cases of this run were removed or damaged (" + e.getMessage() + ").",
          "start the training again.",
          e);
    } finally {
      inflater.end();
    }
    Geometry there = geometry.startingAt(new Vec3(low[0], low[1], low[2]));
    return hull.with(
        new Volume(box, channels, there, voxels), new Truth.Mask(new LabelMap(box, there, labels)));
  }

  private byte[] read(FileChannel channel, Inflater inflater, int cube, Size held)
      throws IOException, DataFormatException {
    byte[] packed = new byte[Math.toIntExact(starts[cube + 1] - starts[cube])];
    ByteBuffer into = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    while (into.hasRemaining()) {
      if (channel.read(into, starts[cube] + into.position()) < 0) {
        throw new IOException("it is too short");
      }
    }
    byte[] bytes = new byte[4 * (channels + 1) * held.voxels()];
    inflater.reset();
    inflater.setInput(packed);
    if (inflater.inflate(bytes) != bytes.length) {
      throw new IOException("a cube is incomplete");
    }
    return bytes;
  }

  /** What a cube and a box share. */
  private void put(
      byte[] bytes, int[] at, Size held, int[] low, Size box, float[] voxels, int[] labels) {
    int n = (channels + 1) * held.voxels();
    int first = Math.max(at[0], low[0]);
    int last = Math.min(at[0] + held.width(), low[0] + box.width());
    for (int c = 0; c <= channels; c++) {
      for (int k = Math.max(at[2], low[2]);
          k < Math.min(at[2] + held.depth(), low[2] + box.depth());
          k++) {
        for (int j = Math.max(at[1], low[1]);
            j < Math.min(at[1] + held.height(), low[1] + box.height());
            j++) {
          int from = c * held.voxels() + held.offset(first - at[0], j - at[1], k - at[2]);
          int to = box.offset(first - low[0], j - low[1], k - low[2]);
          for (int i = 0; i < last - first; i++) {
            int b = from + i;
            int word =
                bytes[b] & 0xFF
                    | (bytes[n + b] & 0xFF) << 8
                    | (bytes[2 * n + b] & 0xFF) << 16
                    | bytes[3 * n + b] << 24;
            if (c == channels) {
              labels[to + i] = word;
            } else {
              voxels[c * box.voxels() + to + i] = Float.intBitsToFloat(word);
            }
          }
        }
      }
    }
  }
}
