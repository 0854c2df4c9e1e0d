package io.osler.core.transform;

/**
 * out[o] = Σₜ weight[o][t] · in[first[o] + t]: a resampling of one axis as a banded matrix. Applied
 * to an array of lines: (outer, axis, inner) with {@code inner} fastest.
 */
final class Taps {
  private final int[] first;
  private final float[][] weights;
  private final int from;

  private Taps(int from, int[] first, float[][] weights) {
    this.from = from;
    this.first = first;
    this.weights = weights;
  }

  /** From n to m samples over the same extent: centres at half cells. */
  static Taps resize(int n, int m, Interpolation interpolation) {
    double ratio = (double) n / m;
    int[] first = new int[m];
    float[][] weights = new float[m][];
    for (int o = 0; o < m; o++) {
      double centre = (o + 0.5) * ratio;
      switch (interpolation) {
        case NEAREST -> {
          first[o] = (int) ((2L * o + 1) * n / (2L * m));
          weights[o] = new float[] {1};
        }
        case AREA -> {
          double low = o * ratio;
          double high = (o + 1) * ratio;
          first[o] = (int) Math.floor(low + 1e-9);
          int last = Math.min(n - 1, (int) Math.ceil(high - 1e-9) - 1);
          double[] w = new double[last - first[o] + 1];
          for (int t = 0; t < w.length; t++) {
            int p = first[o] + t;
            w[t] = Math.max(0, Math.min(high, p + 1) - Math.max(low, p));
          }
          weights[o] = normalised(w);
        }
        case LINEAR, CUBIC -> {
          double widen = Math.max(1, ratio);
          double reach = (interpolation == Interpolation.LINEAR ? 1 : 2) * widen;
          first[o] = Math.max(0, (int) (centre - reach + 0.5));
          int end = Math.min(n, (int) (centre + reach + 0.5));
          double[] w = new double[end - first[o]];
          for (int t = 0; t < w.length; t++) {
            double x = Math.abs((first[o] + t + 0.5 - centre) / widen);
            w[t] = interpolation == Interpolation.LINEAR ? Math.max(0, 1 - x) : keys(x);
          }
          weights[o] = normalised(w);
        }
      }
    }
    return new Taps(n, first, weights);
  }

  private static double keys(double x) {
    double a = -0.5;
    if (x < 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
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
    float[] out = new float[outer * m * inner];
    for (int line = 0; line < outer; line++) {
      for (int o = 0; o < m; o++) {
        float[] w = weights[o];
        int source = (line * from + first[o]) * inner;
        int target = (line * m + o) * inner;
        if (inner == 1) {
          float sum = 0;
          for (int t = 0; t < w.length; t++) {
            sum += w[t] * in[source + t];
          }
          out[target] = sum;
        } else {
          for (int t = 0; t < w.length; t++, source += inner) {
            float weight = w[t];
            for (int i = 0; i < inner; i++) {
              out[target + i] += weight * in[source + i];
            }
          }
        }
      }
    }
    return out;
  }

  /** Which input sample output {@code o} copies, for nearest taps. */
  int source(int o) {
    return first[o];
  }
}
