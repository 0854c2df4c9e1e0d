package io.osler.core.segment;

import io.osler.core.parallel.Rows;
import io.osler.core.volume.Size;

/** Laplace's equation on the grid of voxels, weighted by likeness; seeds are its boundary. */
final class Walk {
  private static final double LEAST = 1e-10;
  private static final int MOST = 5000;

  private final Size size;
  private final int[] fixed;

  /** Of each voxel the weight of its edge to the next along i, j and k; 0 at the end. */
  private final float[][] weights = new float[3][];

  Walk(float[] in, Size size, double beta, int[] fixed) {
    this.size = size;
    this.fixed = fixed;
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
    double scale = -beta / (10 * deviation * Math.max(Float.MIN_NORMAL, (double) high - low));
    int[] strides = {1, size.width(), size.width() * size.height()};
    for (int axis = 0; axis < 3; axis++) {
      float[] w = new float[in.length];
      int stride = strides[axis];
      int along = axis;
      Rows.each(
          size,
          (j, k, at) -> {
            boolean end = along == 1 ? j == size.height() - 1 : along == 2 && k == size.depth() - 1;
            int to = end ? 0 : along == 0 ? size.width() - 1 : size.width();
            for (int v = at; v < at + to; v++) {
              double d = (double) in[v + stride] - in[v];
              w[v] = (float) (Math.exp(scale * d * d) + LEAST);
            }
          });
      weights[axis] = w;
    }
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
    int n = fixed.length;
    float[] x = new float[n];
    for (int v = 0; v < n; v++) {
      x[v] = fixed[v] == label ? 1 : 0;
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
                  sum += fixed[v] > 0 ? 0 : (double) r[v] * r[v] / diagonal[v];
                }
                return sum;
              });
      double beta = step == 0 ? 0 : next / rho;
      rho = next;
      Rows.each(
          size,
          (j, k, at) -> {
            for (int v = at; v < at + size.width(); v++) {
              p[v] = fixed[v] > 0 ? 0 : (float) (r[v] / diagonal[v] + beta * p[v]);
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
    int[] strides = {1, width, width * size.height()};
    for (int i = 0; i < width; i++) {
      int v = at + i;
      double sum = 0;
      double all = 0;
      for (int axis = 0; axis < 3; axis++) {
        int s = strides[axis];
        int place = axis == 0 ? i : axis == 1 ? j : k;
        float[] w = weights[axis];
        if (w[v] > 0) {
          sum += w[v] * (x[v + s] - x[v]);
          all += w[v];
        }
        if (place > 0) {
          sum += w[v - s] * (x[v - s] - x[v]);
          all += w[v - s];
        }
      }
      diagonal[v] = (float) all;
      q[v] = fixed[v] > 0 ? 0 : (float) sum;
    }
  }
}
