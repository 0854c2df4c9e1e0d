package io.osler.core.transform;

import io.osler.core.parallel.Parts;
import java.util.Arrays;

/**
 * out[o] = Σₜ weight[o][t] · in[first[o] + t]: a resampling of one axis as a banded matrix. Applied
 * to an array of lines: (outer, axis, inner) with {@code inner} fastest.
 */
final class Taps {
  private static final int LINES = 16;
  private static final int PIECE = 256;
  private static final int FEW = 64;

  /**
   * Repeats of the edge, beyond which it is felt in the seventh digit only (SciPy's own number).
   */
  private static final int RIM = 12;

  private final int[] first;
  private final float[][] weights;
  private final int from;
  private final boolean prefiltered;
  private final int rim; // of repeated edge that a prefiltered line has on either side

  private Taps(int from, int[] first, float[][] weights, boolean prefiltered, int rim) {
    this.from = from;
    this.first = first;
    this.weights = weights;
    this.prefiltered = prefiltered;
    this.rim = rim;
  }

  /** Two voxels and their weights, which sum to one. */
  record Pair(int low, int high, double lowWeight, double highWeight) {
    int at(int end) {
      return end == 0 ? low : high;
    }

    double weight(int end) {
      return end == 0 ? lowWeight : highWeight;
    }
  }

  /** From n to m samples over the same extent, the edge repeated: nearest or linear. */
  static Pair[] pairs(int n, int m, boolean nearest) {
    Pair[] pairs = new Pair[m];
    double step = (double) n / m;
    for (int o = 0; o < m; o++) {
      double p = Math.clamp(step * (o + 0.5) - 0.5, 0, n - 1);
      int low = (int) Math.floor(nearest ? p + 0.5 : p);
      double far = nearest ? 0 : p - low;
      pairs[o] = new Pair(low, Math.min(n - 1, low + 1), 1 - far, far);
    }
    return pairs;
  }

  /** Likewise by SciPy's order 0, 1 or 3, no kernel ever widened. */
  static Taps extent(int n, int m, int order) {
    int[] first = new int[m];
    float[][] weights = new float[m][];
    if (order < 3 || n == 1) {
      Pair[] pairs = pairs(n, m, order == 0);
      for (int o = 0; o < m; o++) {
        Pair pair = pairs[o];
        first[o] = pair.low();
        weights[o] =
            pair.highWeight() == 0
                ? new float[] {1}
                : new float[] {(float) pair.lowWeight(), (float) pair.highWeight()};
      }
      return new Taps(n, first, weights, false, 0);
    }
    double step = (double) n / m;
    for (int o = 0; o < m; o++) {
      double p = step * (o + 0.5) - 0.5;
      int base = (int) Math.floor(p) - 1;
      first[o] = base + RIM;
      double[] w = new double[4];
      for (int t = 0; t < 4; t++) {
        w[t] = Kernel.at(Interpolation.B_SPLINE, Math.abs(p - (base + t)));
      }
      weights[o] = normalised(w);
    }
    return new Taps(n, first, weights, true, RIM);
  }

  /** From n to m samples over the same extent: cell edges meet. */
  static Taps resize(int n, int m, Interpolation interpolation) {
    double step = (double) n / m;
    return at(n, m, 0.5 * step - 0.5, step, interpolation);
  }

  /** m samples of n at {@code start + o · step}, in voxels of the input. */
  static Taps at(int n, int m, double start, double step, Interpolation interpolation) {
    int[] first = new int[m];
    float[][] weights = new float[m][];
    for (int o = 0; o < m; o++) {
      double p = start + o * step;
      switch (interpolation) {
        case NEAREST -> {
          // A hair above the tie: start and step carry rounding, and ⌊(o + ½)·n/m⌋ is wanted.
          first[o] = Math.clamp((int) Math.floor(p + 0.5 + 1e-9), 0, n - 1);
          weights[o] = new float[] {1};
        }
        case AREA -> {
          double low = Math.clamp(p + 0.5 - step / 2, 0, n - 1e-6);
          double high = Math.clamp(p + 0.5 + step / 2, low + 1e-6, n);
          first[o] = (int) Math.floor(low + 1e-9);
          int last = Math.max(first[o], Math.min(n - 1, (int) Math.ceil(high - 1e-9) - 1));
          double[] w = new double[last - first[o] + 1];
          for (int t = 0; t < w.length; t++) {
            int cell = first[o] + t;
            w[t] = Math.max(0, Math.min(high, cell + 1) - Math.max(low, cell));
          }
          weights[o] = normalised(w);
        }
        case LINEAR, CUBIC, LANCZOS -> {
          double widen = Math.max(1, step);
          double centre = Math.clamp(p + 0.5, 0, n);
          double reach = Kernel.reach(interpolation) * widen;
          first[o] = Math.clamp((int) (centre - reach + 0.5), 0, n - 1);
          int end = Math.clamp((int) (centre + reach + 0.5), first[o] + 1, n);
          double[] w = new double[end - first[o]];
          for (int t = 0; t < w.length; t++) {
            w[t] = Kernel.at(interpolation, Math.abs((first[o] + t + 0.5 - centre) / widen));
          }
          weights[o] = normalised(w);
        }
        case B_SPLINE -> {
          double inside = Math.clamp(p, 0, n - 1);
          int base = (int) Math.floor(inside) - 1;
          // Four voxels that take up what is mirrored back from outside.
          first[o] = Math.clamp(base, 0, Math.max(0, n - 4));
          double[] w = new double[Math.min(4, n)];
          for (int t = 0; t < 4; t++) {
            int at = Border.REFLECT.index(base + t, n);
            w[at - first[o]] += Kernel.at(interpolation, Math.abs(inside - (base + t)));
          }
          weights[o] = normalised(w);
        }
      }
    }
    return new Taps(n, first, weights, interpolation == Interpolation.B_SPLINE && n > 1, 0);
  }

  private static float[] normalised(double[] w) {
    double sum = 0;
    for (double v : w) {
      sum += v;
    }
    float[] out = new float[w.length];
    for (int t = 0; t < w.length; t++) {
      out[t] = (float) (w[t] / sum);
    }
    return out;
  }

  float[] apply(float[] in, int outer, int inner) {
    int m = first.length;
    float[] out = new float[Math.multiplyExact(Math.multiplyExact(outer, m), inner)];
    if (inner == 1) {
      Parts.each((outer + LINES - 1) / LINES, part -> lines(in, out, part * LINES, outer));
      return out;
    }
    int piece = prefiltered ? FEW : PIECE;
    int pieces = (inner + piece - 1) / piece;
    Parts.each(
        outer * pieces,
        part -> {
          int begin = part % pieces * piece;
          int width = Math.min(piece, inner - begin);
          rows(in, out, part / pieces, begin, width, inner);
        });
    return out;
  }

  private void lines(float[] in, float[] out, int begin, int outer) {
    int m = first.length;
    int count = Math.min(LINES, outer - begin);
    float[] source = in;
    int start = begin * from;
    int stride = from + 2 * rim;
    if (prefiltered) {
      source = coefficients(in, start, count);
      start = 0;
    }
    for (int line = 0; line < count; line++) {
      for (int o = 0; o < m; o++) {
        float[] w = weights[o];
        int at = start + line * stride + first[o];
        float sum = 0;
        for (int t = 0; t < w.length; t++) {
          sum += w[t] * source[at + t];
        }
        out[(begin + line) * m + o] = sum;
      }
    }
  }

  /** Of some lines, filtered side by side. */
  private float[] coefficients(float[] in, int start, int count) {
    int n = from + 2 * rim;
    double[] c = new double[n * count];
    for (int line = 0; line < count; line++) {
      for (int p = 0; p < n; p++) {
        c[p * count + line] = in[start + line * from + inside(p)];
      }
    }
    Spline.coefficients(c, n, count);
    float[] out = new float[c.length];
    for (int line = 0; line < count; line++) {
      for (int p = 0; p < n; p++) {
        out[line * n + p] = (float) c[p * count + line];
      }
    }
    return out;
  }

  /** A piece of all rows of one line: arrays that start at 0 become vector instructions. */
  private void rows(float[] in, float[] out, int line, int begin, int width, int inner) {
    float[][] rows = new float[from][0];
    if (prefiltered) {
      rows = coefficients(in, line, begin, width, inner);
    }
    float[] sum = new float[width];
    for (int o = 0; o < first.length; o++) {
      Arrays.fill(sum, 0);
      float[] w = weights[o];
      for (int t = 0; t < w.length; t++) {
        int row = first[o] + t;
        if (rows[row].length == 0) {
          int at = (line * from + row) * inner + begin;
          rows[row] = Arrays.copyOfRange(in, at, at + width);
        }
        add(sum, rows[row], w[t]);
      }
      System.arraycopy(sum, 0, out, (line * first.length + o) * inner + begin, width);
    }
  }

  private float[][] coefficients(float[] in, int line, int begin, int width, int inner) {
    int n = from + 2 * rim;
    double[] c = new double[n * width];
    for (int p = 0; p < n; p++) {
      int at = (line * from + inside(p)) * inner + begin;
      for (int i = 0; i < width; i++) {
        c[p * width + i] = in[at + i];
      }
    }
    Spline.coefficients(c, n, width);
    float[][] rows = new float[n][width];
    for (int p = 0; p < n; p++) {
      for (int i = 0; i < width; i++) {
        rows[p][i] = (float) c[p * width + i];
      }
    }
    return rows;
  }

  /** The voxel that a place of a line with its rim shows. */
  private int inside(int p) {
    return Math.clamp(p - rim, 0, from - 1);
  }

  private static void add(float[] sum, float[] row, float weight) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * row[i];
    }
  }

  /** Which input sample output {@code o} copies, for nearest taps. */
  int source(int o) {
    return first[o];
  }
}
