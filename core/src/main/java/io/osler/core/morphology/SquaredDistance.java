package io.osler.core.morphology;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;

/**
 * d²(x) = min over y with p(v(y)) of |x − y|², exact: along i by two sweeps, along j and k by lower
 * envelopes of parabolas (Felzenszwalb and Huttenlocher 2012), pieces of rows in parallel.
 */
public final class SquaredDistance {
  private static final int PIECE = 16;

  private SquaredDistance() {}

  /** Whether a value is one of those to which distances run. */
  @FunctionalInterface
  public interface Goal {
    boolean holds(float v);
  }

  /** In spacing's unit, squared; infinite where there is no goal at all. */
  public static float[] to(float[] in, Size size, Vec3 spacing, Goal goal) {
    float[] d = new float[in.length];
    int width = size.width();
    double step = spacing.x();
    Parts.each(in.length / width, row -> sweep(in, d, row * width, width, step, goal));
    for (int axis = 1; axis < 3; axis++) {
      if (size.get(axis) > 1) {
        along(d, size, axis, spacing.get(axis));
      }
    }
    return d;
  }

  private static void sweep(float[] in, float[] d, int at, int width, double step, Goal goal) {
    double far = Double.POSITIVE_INFINITY;
    for (int i = 0; i < width; i++) {
      far = goal.holds(in[at + i]) ? 0 : far + step;
      d[at + i] = (float) (far * far);
    }
    far = Double.POSITIVE_INFINITY;
    for (int i = width - 1; i >= 0; i--) {
      far = d[at + i] == 0 ? 0 : far + step;
      float squared = (float) (far * far);
      if (squared < d[at + i]) {
        d[at + i] = squared;
      }
    }
  }

  private static void along(float[] d, Size size, int axis, double step) {
    int n = size.get(axis);
    int width = size.width();
    int stride = axis == 1 ? width : width * size.height();
    int blocks = axis == 1 ? size.depth() : size.height();
    int pieces = (width + PIECE - 1) / PIECE;
    double[] inverse = new double[n];
    for (int q = 1; q < n; q++) {
      inverse[q] = 1 / (2 * step * step * q);
    }
    Parts.each(
        blocks * pieces,
        part -> {
          int first = part % pieces * PIECE;
          int w = Math.min(PIECE, width - first);
          int from = first + part / pieces * (axis == 1 ? width * size.height() : width);
          double[] f = new double[w * n];
          for (int p = 0; p < n; p++) {
            for (int i = 0; i < w; i++) {
              f[i * n + p] = d[from + p * stride + i];
            }
          }
          int[] apex = new int[n];
          double[] start = new double[n];
          double[] lowered = new double[n];
          for (int i = 0; i < w; i++) {
            envelope(f, i * n, n, step * step, inverse, apex, start, lowered);
          }
          for (int p = 0; p < n; p++) {
            for (int i = 0; i < w; i++) {
              d[from + p * stride + i] = (float) f[i * n + p];
            }
          }
        });
  }

  /** f[q] ← min over p of f[p] + s²(q − p)². */
  private static void envelope(
      double[] f,
      int at,
      int n,
      double s2,
      double[] inverse,
      int[] apex,
      double[] start,
      double[] lowered) {
    int top = -1;
    boolean zero = true;
    for (int q = 0; q < n; q++) {
      double value = f[at + q];
      if (value == Double.POSITIVE_INFINITY) {
        zero = false;
        continue;
      }
      zero &= value == 0;
      double raised = value + s2 * q * q;
      double begins = Double.NEGATIVE_INFINITY;
      while (top >= 0) {
        begins = (raised - lowered[top]) * inverse[q - apex[top]];
        if (begins > start[top]) {
          break;
        }
        top--;
        begins = Double.NEGATIVE_INFINITY;
      }
      top++;
      apex[top] = q;
      start[top] = begins;
      lowered[top] = raised;
    }
    if (top < 0 || zero) {
      return;
    }
    int count = top + 1;
    double[] heights = Arrays.copyOf(lowered, count);
    int now = 0;
    for (int q = 0; q < n; q++) {
      while (now + 1 < count && start[now + 1] < q) {
        now++;
      }
      double away = q - apex[now];
      double height = heights[now] - s2 * apex[now] * apex[now];
      f[at + q] = height + s2 * away * away;
    }
  }
}
