package io.osler.core.filter;

import io.osler.core.parallel.Parts;
import java.util.Arrays;

/** The two directions of most variance among densities (red, green, blue). */
record StainPlane(double[] middle, double[] largest) {
  static StainPlane of(double[][] dense, int n) {
    double[] mean = new double[3];
    for (int c = 0; c < 3; c++) {
      for (int v = 0; v < n; v++) {
        mean[c] += dense[c][v];
      }
      mean[c] /= n;
    }
    double[][] m = new double[3][3];
    for (int a = 0; a < 3; a++) {
      for (int b = a; b < 3; b++) {
        for (int v = 0; v < n; v++) {
          m[a][b] += (dense[a][v] - mean[a]) * (dense[b][v] - mean[b]);
        }
        m[a][b] /= n - 1;
        m[b][a] = m[a][b];
      }
    }
    double[][] vectors = jacobi(m);
    Integer[] order = {0, 1, 2};
    Arrays.sort(order, (x, y) -> Double.compare(m[x][x], m[y][y]));
    return new StainPlane(column(vectors, order[1]), column(vectors, order[2]));
  }

  /** Pointing where densities are positive. */
  private static double[] column(double[][] v, int c) {
    double[] out = {v[0][c], v[1][c], v[2][c]};
    double sum = out[0] + out[1] + out[2];
    for (int i = 0; i < 3 && sum < 0; i++) {
      out[i] = -out[i];
    }
    return out;
  }

  /** Cyclic rotations; leaves the eigenvalues on the diagonal, gives the vectors as columns. */
  private static double[][] jacobi(double[][] m) {
    double[][] v = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (int sweep = 0; sweep < 60; sweep++) {
      for (int p = 0; p < 2; p++) {
        for (int q = p + 1; q < 3; q++) {
          if (m[p][q] != 0) {
            double theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
            double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
            double c = 1 / Math.hypot(t, 1);
            rotate(m, v, p, q, c, t * c);
          }
        }
      }
    }
    return v;
  }

  private static void rotate(double[][] m, double[][] v, int p, int q, double c, double s) {
    for (int k = 0; k < 3; k++) {
      double a = m[k][p];
      double b = m[k][q];
      m[k][p] = c * a - s * b;
      m[k][q] = s * a + c * b;
    }
    for (int k = 0; k < 3; k++) {
      double a = m[p][k];
      double b = m[q][k];
      m[p][k] = c * a - s * b;
      m[q][k] = s * a + c * b;
      a = v[k][p];
      b = v[k][q];
      v[k][p] = c * a - s * b;
      v[k][q] = s * a + c * b;
    }
  }

  /** As columns the stain with more red density first: haematoxylin, eosin. */
  double[][] extremes(double[][] dense, int n, double alpha) {
    double[] angles = new double[n];
    Parts.each(n, v -> angles[v] = Math.atan2(along(largest, dense, v), along(middle, dense, v)));
    double low = OrderStatistic.percentile(angles, n, alpha);
    double high = OrderStatistic.percentile(angles, n, 100 - alpha);
    double[][] out = new double[3][2];
    for (int c = 0; c < 3; c++) {
      out[c][0] = middle[c] * Math.cos(low) + largest[c] * Math.sin(low);
      out[c][1] = middle[c] * Math.cos(high) + largest[c] * Math.sin(high);
    }
    if (out[0][0] <= out[0][1]) {
      for (double[] row : out) {
        double swap = row[0];
        row[0] = row[1];
        row[1] = swap;
      }
    }
    return out;
  }

  private static double along(double[] direction, double[][] dense, int v) {
    return dense[0][v] * direction[0] + dense[1][v] * direction[1] + dense[2][v] * direction[2];
  }

  /** The two rows of (SᵀS)⁻¹Sᵀ; of stains that coincide the mean amount of both. */
  static double[][] leastSquares(double[][] s) {
    double a = 0;
    double b = 0;
    double d = 0;
    for (double[] row : s) {
      a += row[0] * row[0];
      b += row[0] * row[1];
      d += row[1] * row[1];
    }
    double determinant = a * d - b * b;
    double[][] out = new double[2][3];
    for (int c = 0; c < 3; c++) {
      if (determinant > 1e-12) {
        out[0][c] = (d * s[c][0] - b * s[c][1]) / determinant;
        out[1][c] = (a * s[c][1] - b * s[c][0]) / determinant;
      } else {
        out[0][c] = s[c][0] / (2 * a);
        out[1][c] = s[c][1] / (2 * d);
      }
    }
    return out;
  }
}
