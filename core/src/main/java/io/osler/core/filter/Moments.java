package io.osler.core.filter;

import io.osler.core.parallel.Parts;
import io.osler.core.parallel.Rows;
import io.osler.core.volume.Size;

/** Mean and population variance of the (2r + 1)ᵈ voxels around each, as sums along each axis. */
public final class Moments {
  /** What lies outside. */
  public enum Border {
    /** Nought. */
    ZERO,
    /** The image mirrored about its last voxel's centre. */
    MIRROR
  }

  private Moments() {}

  /** Fills {@code mean} and {@code variance}; an axis of one voxel does not count. */
  public static void of(
      float[] in, Size size, int radius, Border border, double[] mean, double[] variance) {
    // About the mean of all, so that squares do not cancel.
    double centre =
        Rows.sum(
                size,
                (j, k, at) -> {
                  double row = 0;
                  for (int v = at; v < at + size.width(); v++) {
                    row += in[v];
                  }
                  return row;
                })
            / in.length;
    if (border == Border.ZERO) {
      centre = 0;
    }
    double shift = centre;
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            mean[v] = in[v] - shift;
            variance[v] = mean[v] * mean[v];
          }
        });
    double count = 1;
    for (int axis = 0; axis < 3; axis++) {
      if (size.get(axis) > 1) {
        along(mean, size, axis, radius, border);
        along(variance, size, axis, radius, border);
        count *= 2 * radius + 1;
      }
    }
    double share = 1 / count;
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            mean[v] *= share;
            variance[v] = Math.max(0, variance[v] * share - mean[v] * mean[v]);
            mean[v] += shift;
          }
        });
  }

  /** Replaces each value by the sum of 2r + 1 along an axis, in place. */
  private static void along(double[] v, Size size, int axis, int radius, Border border) {
    int n = size.get(axis);
    int stride = axis == 0 ? 1 : axis == 1 ? size.width() : size.width() * size.height();
    int lines = axis == 0 ? size.height() * size.depth() : size.voxels() / n / size.width();
    int width = axis == 0 ? 1 : size.width();
    Parts.each(
        lines,
        line -> {
          int from =
              axis == 0
                  ? line * n
                  : axis == 1 ? line * size.width() * size.height() : line * size.width();
          double[] copy = new double[(n + 2 * radius) * width];
          for (int p = 0; p < n + 2 * radius; p++) {
            int q = p - radius;
            boolean inside = q >= 0 && q < n;
            if (inside || border == Border.MIRROR) {
              int source = from + Outside.MIRROR.index(q, n) * stride;
              System.arraycopy(v, source, copy, p * width, width);
            }
          }
          for (int o = 0; o < n; o++) {
            for (int i = 0; i < width; i++) {
              double sum = 0;
              for (int t = 0; t <= 2 * radius; t++) {
                sum += copy[(o + t) * width + i];
              }
              v[from + o * stride + i] = sum;
            }
          }
        });
  }
}
