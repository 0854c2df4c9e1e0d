package io.osler.core.segment;

import io.osler.core.filter.Decay;
import io.osler.core.parallel.Rows;
import io.osler.core.volume.Size;

/** Laplace's equation on the grid of voxels, weighted by likeness; seeds are its boundary. */
final class Walk {
  private static final float LEAST = 1e-10f;
  private static final int MOST = 5000;

  private final float[] in;
  private final Size size;

  /** Below 0 on seeds: their label, negative. */
  private final float[] seeds;

  private final float scale;

  Walk(float[] in, Size size, double beta, float[] seeds) {
    this.in = in;
    this.size = size;
    this.seeds = seeds;
    double mean = Rows.sum(size, (j, k, at) -> sum(in, at, 0, 1)) / in.length;
    double variance = Rows.sum(size, (j, k, at) -> sum(in, at, mean, 2)) / in.length;
    double deviation = variance > 0 ? Math.sqrt(variance) : 1;
    float low = in[0];
    float high = in[0];
    for (float v : in) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    // As if intensities went from 0 to 1.
    scale = (float) (beta / (10 * deviation * Math.max(Float.MIN_NORMAL, (double) high - low)));
  }

  private double sum(float[] in, int at, double mean, int power) {
    double sum = 0;
    for (int v = at; v < at + size.width(); v++) {
      double d = in[v] - mean;
      sum += power == 1 ? d : d * d;
    }
    return sum;
  }

  /** That a walk first meets a seed of the label. */
  float[] probability(int label, double tolerance) {
    int n = seeds.length;
    float[] x = new float[n];
    for (int v = 0; v < n; v++) {
      x[v] = seeds[v] == -label ? 1 : 0;
    }
    float[] r = new float[n];
    float[] p = new float[n];
    float[] q = new float[n];
    float[] diagonal = new float[n];
    Rows.each(size, (j, k, at) -> laplace(x, r, diagonal, j, k, at));
    double rho = 0;
    double first = dot(r, r);
    for (int step = 0; step < MOST; step++) {
      if (dot(r, r) <= tolerance * tolerance * first || first == 0) {
        break;
      }
      double next =
          Rows.sum(
              size,
              (j, k, at) -> {
                double sum = 0;
                for (int v = at; v < at + size.width(); v++) {
                  sum += seeds[v] < 0 ? 0 : (double) r[v] * r[v] / diagonal[v];
                }
                return sum;
              });
      double beta = step == 0 ? 0 : next / rho;
      rho = next;
      Rows.each(
          size,
          (j, k, at) -> {
            for (int v = at; v < at + size.width(); v++) {
              p[v] = seeds[v] < 0 ? 0 : (float) (r[v] / diagonal[v] + beta * p[v]);
            }
          });
      Rows.each(size, (j, k, at) -> laplace(p, q, diagonal, j, k, at));
      double alpha = -rho / dot(p, q);
      Rows.each(
          size,
          (j, k, at) -> {
            for (int v = at; v < at + size.width(); v++) {
              x[v] += (float) (alpha * p[v]);
              r[v] += (float) (alpha * q[v]);
            }
          });
    }
    return x;
  }

  private double dot(float[] a, float[] b) {
    return Rows.sum(
        size,
        (j, k, at) -> {
          double sum = 0;
          for (int v = at; v < at + size.width(); v++) {
            sum += (double) a[v] * b[v];
          }
          return sum;
        });
  }

  /** q = Σ w·(neighbour − x) where there is no seed, 0 on seeds; the diagonal is Σ w. */
  private void laplace(float[] x, float[] q, float[] diagonal, int j, int k, int at) {
    int width = size.width();
    int slice = width * size.height();
    double[] sum = new double[width];
    double[] all = new double[width];
    float[] w = new float[width];
    if (j > 0) {
      beside(x, at, at - width, w, sum, all);
    }
    if (j < size.height() - 1) {
      beside(x, at, at + width, w, sum, all);
    }
    if (k > 0) {
      beside(x, at, at - slice, w, sum, all);
    }
    if (k < size.depth() - 1) {
      beside(x, at, at + slice, w, sum, all);
    }
    float[] next = new float[width - 1];
    likeness(at, at + 1, next);
    for (int i = 0; i < next.length; i++) {
      double flow = next[i] * (x[at + i + 1] - x[at + i]);
      sum[i] += flow;
      sum[i + 1] -= flow;
      all[i] += next[i];
      all[i + 1] += next[i];
    }
    for (int i = 0; i < width; i++) {
      diagonal[at + i] = (float) all[i];
      q[at + i] = seeds[at + i] < 0 ? 0 : (float) sum[i];
    }
  }

  private void beside(float[] x, int at, int other, float[] w, double[] sum, double[] all) {
    likeness(at, other, w);
    for (int i = 0; i < w.length; i++) {
      sum[i] += w[i] * (x[other + i] - x[at + i]);
      all[i] += w[i];
    }
  }

  /** The weights of edges: computed each time anew, three copies of a channel are saved. */
  private void likeness(int at, int other, float[] w) {
    for (int i = 0; i < w.length; i++) {
      float d = in[other + i] - in[at + i];
      w[i] = d * d * scale;
    }
    Decay.of(w);
    for (int i = 0; i < w.length; i++) {
      w[i] += LEAST;
    }
  }
}
