package io.osler.core.filter;

/** Of symmetric 2 × 2 and 3 × 3 matrices in closed form (Smith 1961), ascending. */
final class Eigenvalues {
  private Eigenvalues() {}

  static void of(double a, double b, double ab, double[] out) {
    double mean = (a + b) / 2;
    double root = Math.sqrt(ab * ab + (a - b) * (a - b) / 4);
    out[0] = mean - root;
    out[1] = mean + root;
  }

  static void of(double a, double b, double c, double ab, double ac, double bc, double[] out) {
    double off = ab * ab + ac * ac + bc * bc;
    double mean = (a + b + c) / 3;
    double x = a - mean;
    double y = b - mean;
    double z = c - mean;
    double p = Math.sqrt((x * x + y * y + z * z + 2 * off) / 6);
    if (p == 0) {
      out[0] = mean;
      out[1] = mean;
      out[2] = mean;
      return;
    }
    double determinant = x * (y * z - bc * bc) - ab * (ab * z - bc * ac) + ac * (ab * bc - y * ac);
    double r = Math.clamp(determinant / (2 * p * p * p), -1.0, 1.0);
    double angle = Math.acos(r) / 3;
    out[2] = mean + 2 * p * Math.cos(angle);
    out[0] = mean + 2 * p * Math.cos(angle + 2 * Math.PI / 3);
    out[1] = 3 * mean - out[0] - out[2];
  }
}
