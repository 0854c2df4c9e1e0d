package io.osler.core.wavelet;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;

/**
 * One step of a transform along one axis: rows across the axis are read, combined with weights and
 * written, so that inner loops run over arrays that start at 0 and become vector instructions.
 */
final class Bands {
  private static final int PIECE = 128;
  private static final int TILE = 32;

  private Bands() {}

  /** From n rows to m rows of equal length; the m are nought before. */
  @FunctionalInterface
  interface Work {
    void run(float[][] in, float[][] out);
  }

  /** Of decimated transforms: ⌊(n + L − 1)/2⌋ values, what lies outside mirrored with its edge. */
  static float[] down(float[] in, Size size, int axis, float[] filter) {
    int n = size.get(axis);
    int m = half(n, filter.length);
    return along(
        in,
        size,
        axis,
        m,
        (rows, out) -> {
          for (int k = 0; k < m; k++) {
            for (int t = 0; t < filter.length; t++) {
              add(out[k], rows[mirrored(2 * k + 1 - t, n)], filter[t]);
            }
          }
        });
  }

  static int half(int n, int length) {
    return (n + length - 1) / 2;
  }

  /** Back to n values from one half; the two halves' results are to be added. */
  static float[] up(float[] in, Size size, int axis, int n, float[] filter) {
    int last = filter.length - 2;
    return along(
        in,
        size,
        axis,
        n,
        (rows, out) -> {
          for (int p = 0; p < n; p++) {
            for (int k = Math.max(0, p / 2); k < rows.length && p + last - 2 * k >= 0; k++) {
              if (p + last - 2 * k < filter.length) {
                add(out[p], rows[k], filter[p + last - 2 * k]);
              }
            }
          }
        });
  }

  /** Of stationary transforms: n values, filters spread by {@code step}, the signal periodic. */
  static void spread(float[] in, float[] out, Size size, int axis, int step, float[] filter) {
    int n = size.get(axis);
    int middle = filter.length / 2 * step;
    along(
        in,
        out,
        size,
        axis,
        n,
        (rows, made) -> {
          for (int p = 0; p < n; p++) {
            for (int t = 0; t < filter.length; t++) {
              add(made[p], rows[Math.floorMod(p + middle - t * step, n)], filter[t]);
            }
          }
        });
  }

  static float[] spread(float[] in, Size size, int axis, int step, float[] filter) {
    float[] out = new float[size.voxels()];
    spread(in, out, size, axis, step, filter);
    return out;
  }

  /** Half of the way back; the two bands' results are to be added. */
  static void gather(float[] in, float[] out, Size size, int axis, int step, float[] filter) {
    int n = size.get(axis);
    int middle = filter.length / 2 * step;
    int last = filter.length - 1;
    along(
        in,
        out,
        size,
        axis,
        n,
        (rows, made) -> {
          for (int p = 0; p < n; p++) {
            for (int t = 0; t <= last; t++) {
              int from = Math.floorMod(p - middle + (last - t) * step, n);
              add(made[p], rows[from], filter[t] / 2);
            }
          }
        });
  }

  private static int mirrored(int p, int n) {
    int q = Math.floorMod(p, 2 * n);
    return q < n ? q : 2 * n - 1 - q;
  }

  private static void add(float[] to, float[] row, float weight) {
    for (int i = 0; i < to.length; i++) {
      to[i] += weight * row[i];
    }
  }

  static float[] along(float[] in, Size size, int axis, int m, Work work) {
    float[] out = new float[size.with(axis, m).voxels()];
    along(in, out, size, axis, m, work);
    return out;
  }

  private static void along(float[] in, float[] out, Size size, int axis, int m, Work work) {
    int n = size.get(axis);
    int width = size.width();
    if (axis == 0) {
      int rows = size.height() * size.depth();
      Parts.each((rows + TILE - 1) / TILE, tile -> turned(in, out, tile * TILE, rows, n, m, work));
      return;
    }
    int pieces = (width + PIECE - 1) / PIECE;
    int blocks = axis == 1 ? size.depth() : size.height();
    int stride = axis == 1 ? width : width * size.height();
    Parts.each(
        blocks * pieces,
        part -> {
          int first = part % pieces * PIECE;
          int block = part / pieces;
          int w = Math.min(PIECE, width - first);
          float[][] rows = new float[n][w];
          float[][] made = new float[m][w];
          int from = first + block * (axis == 1 ? width * n : width);
          for (int p = 0; p < n; p++) {
            System.arraycopy(in, from + p * stride, rows[p], 0, w);
          }
          work.run(rows, made);
          int at = first + block * (axis == 1 ? width * m : width);
          for (int p = 0; p < m; p++) {
            System.arraycopy(made[p], 0, out, at + p * stride, w);
          }
        });
  }

  /** Along i: a few rows are turned into columns and back. */
  private static void turned(
      float[] in, float[] out, int first, int rows, int n, int m, Work work) {
    int w = Math.min(TILE, rows - first);
    float[][] columns = new float[n][w];
    float[][] made = new float[m][w];
    for (int r = 0; r < w; r++) {
      int at = (first + r) * n;
      for (int p = 0; p < n; p++) {
        columns[p][r] = in[at + p];
      }
    }
    work.run(columns, made);
    for (int r = 0; r < w; r++) {
      int at = (first + r) * m;
      for (int p = 0; p < m; p++) {
        out[at + p] = made[p][r];
      }
    }
  }
}
