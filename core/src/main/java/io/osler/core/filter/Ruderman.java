package io.osler.core.filter;

/** The colour space lαβ of natural images, from logarithms of the eye's three cones. */
final class Ruderman {
  private static final double[][] CONES = {
    {0.3811, 0.5783, 0.0402}, {0.1967, 0.7244, 0.0782}, {0.0241, 0.1288, 0.8444}
  };
  private static final double[][] BACK = inverse(CONES);

  private Ruderman() {}

  /** Red, green, blue from 0 to 255 to l, α, β in place. */
  static void from(double[] c) {
    times(CONES, c);
    double l = Math.log(Math.max(c[0], Math.ulp(1.0)));
    double m = Math.log(Math.max(c[1], Math.ulp(1.0)));
    double s = Math.log(Math.max(c[2], Math.ulp(1.0)));
    c[0] = (l + m + s) / Math.sqrt(3);
    c[1] = (l + m - 2 * s) / Math.sqrt(6);
    c[2] = (l - m) / Math.sqrt(2);
  }

  static void back(double[] c) {
    double l = c[0] / Math.sqrt(3);
    double a = c[1] / Math.sqrt(6);
    double b = c[2] / Math.sqrt(2);
    c[0] = Math.exp(l + a + b);
    c[1] = Math.exp(l + a - b);
    c[2] = Math.exp(l - 2 * a);
    times(BACK, c);
  }

  static void times(double[][] m, double[] c) {
    double x = c[0];
    double y = c[1];
    double z = c[2];
    for (int r = 0; r < 3; r++) {
      c[r] = m[r][0] * x + m[r][1] * y + m[r][2] * z;
    }
  }

  /** By cofactors. */
  static double[][] inverse(double[][] m) {
    double[][] out = new double[3][3];
    double determinant = 0;
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        out[c][r] =
            m[(r + 1) % 3][(c + 1) % 3] * m[(r + 2) % 3][(c + 2) % 3]
                - m[(r + 1) % 3][(c + 2) % 3] * m[(r + 2) % 3][(c + 1) % 3];
      }
      determinant += m[r][0] * out[0][r];
    }
    for (double[] row : out) {
      for (int c = 0; c < 3; c++) {
        row[c] /= determinant;
      }
    }
    return out;
  }
}
