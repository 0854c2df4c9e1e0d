package io.osler.learn.infer;

import io.osler.core.io.Atomic;
import io.osler.core.transform.Voxel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Values on a grid that come in boxes and are asked for slice by slice. They lie, 4 bytes each, in
 * a file that goes when this is closed or the program ends; memory holds a quarter of a megabyte.
 * For one thread at a time.
 */
public final class Spool implements Boxes, AutoCloseable {
  /** Where the system keeps temporary files. */
  static final Path ELSEWHERE = Path.of(System.getProperty("java.io.tmpdir", "."));

  private static final int PIECE = 1 << 16;

  private record Piece(long start, Voxel low, Size size) {}

  private final Path file;
  private final FileChannel channel;
  private final List<Piece> pieces = new ArrayList<>();
  private final ByteBuffer bytes =
      ByteBuffer.allocateDirect(4 * PIECE).order(ByteOrder.nativeOrder());
  private long end;
  private int channels;

  /** An empty one whose file lies in {@code folder}, which must exist. */
  public Spool(Path folder) {
    this.file = folder.resolve(".spool-" + UUID.randomUUID() + ".partial");
    try {
      this.channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw Atomic.refused(file, e);
    }
  }

  @Override
  public void add(Voxel low, Volume box) {
    channels = box.channels();
    pieces.add(new Piece(end, low, box.size()));
    float[] voxels = box.voxels();
    try {
      for (int from = 0; from < voxels.length; from += PIECE) {
        int n = Math.min(PIECE, voxels.length - from);
        bytes.clear().limit(4 * n);
        bytes.asFloatBuffer().put(voxels, from, n);
        while (bytes.hasRemaining()) {
          end += channel.write(bytes, end);
        }
      }
    } catch (IOException e) {
      throw Atomic.refused(file, e);
    }
  }

  /** How many channels the boxes have; 0 before the first. */
  public int channels() {
    return channels;
  }

  /**
   * Slice {@code k} of a channel, row by row, into {@code into} from {@code at} on.
   *
   * @param width of the whole grid
   */
  public void read(int c, int k, int width, float[] into, int at) {
    try {
      for (Piece piece : pieces) {
        int slice = k - piece.low().k();
        Size box = piece.size();
        if (slice >= 0 && slice < box.depth()) {
          int area = box.width() * box.height();
          long first = (long) c * box.depth() + slice;
          int to = at + piece.low().j() * width + piece.low().i();
          plane(piece.start() + 4 * first * area, box, width, into, to);
        }
      }
    } catch (IOException e) {
      throw Atomic.refused(file, e);
    }
  }

  /** All channels of some slices of a grid that is as wide and high, from {@code k} on. */
  float[] slices(int k, Size slab) {
    int area = slab.width() * slab.height();
    float[] out = new float[channels * slab.voxels()];
    for (int c = 0; c < channels; c++) {
      for (int slice = 0; slice < slab.depth(); slice++) {
        read(c, k + slice, slab.width(), out, (c * slab.depth() + slice) * area);
      }
    }
    return out;
  }

  /** The rows of a box's slice lie one after the other. */
  private void plane(long start, Size box, int width, float[] into, int at) throws IOException {
    int area = box.width() * box.height();
    for (int done = 0; done < area; ) {
      int n = Math.min(PIECE, area - done);
      bytes.clear().limit(4 * n);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, start + 4L * done + bytes.position()) < 0) {
          throw new EOFException("it became shorter");
        }
      }
      FloatBuffer values = bytes.flip().asFloatBuffer();
      for (int v = done; v < done + n; ) {
        int row = Math.min(box.width() - v % box.width(), done + n - v);
        values.get(into, at + v / box.width() * width + v % box.width(), row);
        v += row;
      }
      done += n;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw Atomic.refused(file, e);
    }
  }
}
