package io.osler.core.filter;

import io.osler.core.volume.Size;

/**
 * b(x) = Σ c·B(x₁)·B(x₂)·B(x₃): a cubic B-spline over a grid of voxels, with so many control points
 * along each axis (one along an axis of one voxel).
 */
record BiasLattice(Size size, int[] counts, double[] control) {
  private static final int ORDER = 3;

  /** How far inside the last span its end counts as lying: where a field is evaluated. */
  static final double EVALUATED = 1e-3;

  static BiasLattice flat(Size size) {
    int[] counts = new int[3];
    int all = 1;
    for (int axis = 0; axis < 3; axis++) {
      counts[axis] = size.get(axis) > 1 ? ORDER + 1 : 1;
      all *= counts[axis];
    }
    return new BiasLattice(size, counts, new double[all]);
  }

  int points(int axis) {
    return counts[axis];
  }

  /** Of each voxel along an axis its first control point and the weights of four (or one). */
  record Axis(int[] first, double[][] weights) {
    static Axis at(double[] places, int n, int points, double inside) {
      int[] first = new int[places.length];
      double[][] weights = new double[places.length][];
      int spans = points - ORDER;
      for (int p = 0; p < places.length; p++) {
        if (points == 1) {
          weights[p] = new double[] {1};
          continue;
        }
        double t = Math.clamp(places[p] / (n - 1) * spans, 0, spans);
        if (Math.abs(t - spans) <= inside) {
          t = spans - inside;
        }
        first[p] = (int) t;
        double u = t - first[p];
        double v = 1 - u;
        weights[p] =
            new double[] {
              v * v * v / 6,
              (4 - 6 * u * u + 3 * u * u * u) / 6,
              (4 - 6 * v * v + 3 * v * v * v) / 6,
              u * u * u / 6
            };
      }
      return new Axis(first, weights);
    }

    /** One place per voxel; {@code relative} the share of a voxel that counts as inside. */
    static Axis of(int n, int points, double inside) {
      double[] places = new double[n];
      for (int p = 0; p < n; p++) {
        places[p] = p;
      }
      return at(places, n, points, inside);
    }
  }

  /** The field along the row (·, j, k). */
  void row(Axis[] axes, int j, int k, double[] out) {
    int ni = counts[0];
    double[] c = new double[ni];
    double[] wk = axes[2].weights()[k];
    double[] wj = axes[1].weights()[j];
    for (int b = 0; b < wk.length; b++) {
      for (int a = 0; a < wj.length; a++) {
        double w = wk[b] * wj[a];
        int at = ((axes[2].first()[k] + b) * counts[1] + axes[1].first()[j] + a) * ni;
        for (int i = 0; i < ni; i++) {
          c[i] += w * control[at + i];
        }
      }
    }
    int[] first = axes[0].first();
    double[][] weights = axes[0].weights();
    for (int i = 0; i < out.length; i++) {
      double[] w = weights[i];
      double sum = 0;
      for (int t = 0; t < w.length; t++) {
        sum += w[t] * c[first[i] + t];
      }
      out[i] = sum;
    }
  }

  BiasLattice plus(double[] more) {
    double[] sum = control.clone();
    for (int c = 0; c < sum.length; c++) {
      sum[c] += more[c];
    }
    return new BiasLattice(size, counts, sum);
  }

  /** The same field on spans half as long. */
  BiasLattice refined() {
    double[] now = control;
    int[] n = counts.clone();
    for (int axis = 0; axis < 3; axis++) {
      if (n[axis] > 1) {
        int inner = axis == 0 ? 1 : axis == 1 ? n[0] : n[0] * n[1];
        int m = 2 * n[axis] - ORDER;
        int outer = now.length / (inner * n[axis]);
        double[] fine = new double[outer * m * inner];
        for (int o = 0; o < outer; o++) {
          for (int p = 0; p < m; p++) {
            for (int i = 0; i < inner; i++) {
              int at = (o * n[axis] + p / 2) * inner + i;
              fine[(o * m + p) * inner + i] =
                  p % 2 == 0
                      ? (now[at] + now[at + inner]) / 2
                      : (now[at] + 6 * now[at + inner] + now[at + 2 * inner]) / 8;
            }
          }
        }
        now = fine;
        n[axis] = m;
      }
    }
    return new BiasLattice(size, n, now);
  }
}
