package io.osler.core.segment;

/** CIELAB of sRGB under D65, the 2° observer. */
final class Lab {
  private static final double[][] XYZ = {
    {0.412453, 0.357580, 0.180423}, {0.212671, 0.715160, 0.072169}, {0.019334, 0.119193, 0.950227}
  };
  private static final double[] WHITE = {0.95047, 1, 1.08883};

  private Lab() {}

  /** In place: red, green, blue from 0 to 1 to L, a, b. */
  static void from(float[][] c) {
    double[] f = new double[3];
    for (int v = 0; v < c[0].length; v++) {
      double r = linear(c[0][v]);
      double g = linear(c[1][v]);
      double b = linear(c[2][v]);
      for (int row = 0; row < 3; row++) {
        double t = (XYZ[row][0] * r + XYZ[row][1] * g + XYZ[row][2] * b) / WHITE[row];
        f[row] = t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16.0 / 116;
      }
      c[0][v] = (float) (116 * f[1] - 16);
      c[1][v] = (float) (500 * (f[0] - f[1]));
      c[2][v] = (float) (200 * (f[1] - f[2]));
    }
  }

  private static double linear(double v) {
    return v > 0.04045 ? Math.pow((v + 0.055) / 1.055, 2.4) : v / 12.92;
  }
}
