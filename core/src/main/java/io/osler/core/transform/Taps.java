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

  private final int[] first;
  private final float[][] weights;
  private final int from;
  private final boolean prefiltered;

  private Taps(int from, int[] first, float[][] weights, boolean prefiltered) {
    this.from = from;
    this.first = first;
    this.weights = weights;
    this.prefiltered = prefiltered;
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
    return new Taps(n, first, weights, interpolation == Interpolation.B_SPLINE && n > 1);
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
    if (prefiltered) {
      source = coefficients(in, start, count);
      start = 0;
    }
    for (int line = 0; line < count; line++) {
      for (int o = 0; o < m; o++) {
        float[] w = weights[o];
        int at = start + line * from + first[o];
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
    double[] c = new double[from * count];
    for (int line = 0; line < count; line++) {
      for (int p = 0; p < from; p++) {
        c[p * count + line] = in[start + line * from + p];
      }
    }
    Spline.coefficients(c, from, count);
    float[] out = new float[c.length];
    for (int line = 0; line < count; line++) {
      for (int p = 0; p < from; p++) {
        out[line * from + p] = (float) c[p * count + line];
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
    double[] c = new double[from * width];
    for (int p = 0; p < from; p++) {
      int at = (line * from + p) * inner + begin;
      for (int i = 0; i < width; i++) {
        c[p * width + i] = in[at + i];
      }
    }
    Spline.coefficients(c, from, width);
    float[][] rows = new float[from][width];
    for (int p = 0; p < from; p++) {
      for (int i = 0; i < width; i++) {
        rows[p][i] = (float) c[p * width + i];
      }
    }
    return rows;
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
