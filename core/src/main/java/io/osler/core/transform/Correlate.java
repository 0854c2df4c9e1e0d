package io.osler.core.transform;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;

/**
 * out[o] = Σₜ w[t]·in[o + t − r] along one axis, as sums of whole weighted rows so that the inner
 * loop vectorises; the two sides of a kernel that is even or odd share a multiplication. Sums run
 * in float, in an order that does not depend on the thread count.
 */
public final class Correlate {
  private static final int CHUNK = 32;

  private Correlate() {}

  /** The index inside [0, n) that stands for index p outside of it. */
  @FunctionalInterface
  public interface Beyond {
    int index(int p, int n);
  }

  static float[] along(float[] in, Size size, int axis, float[] kernel) {
    return along(in, size, axis, kernel, Border.EDGE::index);
  }

  /**
   * @param in one or more channels, i fastest; not written to
   * @param kernel of odd length
   */
  public static float[] along(float[] in, Size size, int axis, float[] kernel, Beyond beyond) {
    float[] out = new float[in.length];
    along(in, out, size, axis, kernel, beyond);
    return out;
  }

  /** Into {@code out}, another array of the same length. */
  public static void along(
      float[] in, float[] out, Size size, int axis, float[] kernel, Beyond beyond) {
    int n = size.get(axis);
    int reach = kernel.length / 2;
    int[] source = new int[n + 2 * reach];
    for (int p = 0; p < source.length; p++) {
      source[p] = beyond.index(p - reach, n);
    }
    int width = size.width();
    if (axis == 0) {
      Parts.each(in.length / width, row -> flat(in, row * width, out, width, kernel, source));
      return;
    }
    int slice = width * size.height();
    int blocks = axis == 1 ? in.length / slice : in.length / (width * n);
    int stride = axis == 1 ? width : slice;
    int chunk = Math.max(CHUNK, 2 * reach);
    int chunks = (n + chunk - 1) / chunk;
    Parts.each(
        blocks * chunks,
        part -> {
          int block = part / chunks;
          int from =
              axis == 1
                  ? block * slice
                  : block / size.height() * slice * n + block % size.height() * width;
          int first = part % chunks * chunk;
          int end = Math.min(n, first + chunk);
          float[][] rows = new float[end - first + 2 * reach][width];
          for (int p = 0; p < rows.length; p++) {
            System.arraycopy(in, from + source[first + p] * stride, rows[p], 0, width);
          }
          float[] sum = new float[width];
          for (int o = first; o < end; o++) {
            weigh(rows[o - first + reach], sum, kernel[reach]);
            for (int t = 1; t <= reach; t++) {
              float[] a = rows[o - first + reach - t];
              float[] b = rows[o - first + reach + t];
              pair(a, b, sum, kernel[reach - t], kernel[reach + t]);
            }
            System.arraycopy(sum, 0, out, from + o * stride, width);
          }
        });
  }

  private static void flat(float[] in, int at, float[] out, int n, float[] kernel, int[] source) {
    float[] padded = new float[source.length];
    int reach = kernel.length / 2;
    System.arraycopy(in, at, padded, reach, n);
    for (int p = 0; p < reach; p++) {
      padded[p] = in[at + source[p]];
      padded[reach + n + p] = in[at + source[reach + n + p]];
    }
    float[] sum = new float[n];
    float[] a = new float[n];
    float[] b = new float[n];
    System.arraycopy(in, at, a, 0, n);
    weigh(a, sum, kernel[reach]);
    for (int t = 1; t <= reach; t++) {
      System.arraycopy(padded, reach - t, a, 0, n);
      System.arraycopy(padded, reach + t, b, 0, n);
      pair(a, b, sum, kernel[reach - t], kernel[reach + t]);
    }
    System.arraycopy(sum, 0, out, at, n);
  }

  // Arrays that all start at 0: only such loops are turned into vector instructions.

  private static void weigh(float[] a, float[] sum, float w) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] = w * a[i];
    }
  }

  private static void pair(float[] a, float[] b, float[] sum, float u, float w) {
    if (u == w) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += w * (a[i] + b[i]);
      }
    } else if (u == -w) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += w * (b[i] - a[i]);
      }
    } else {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += u * a[i] + w * b[i];
      }
    }
  }
}
