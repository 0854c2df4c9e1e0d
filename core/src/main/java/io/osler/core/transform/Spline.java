package io.osler.core.transform;

/**
 * Cubic B-spline coefficients along one axis, mirrored about the outer voxels: the recursive filter
 * of Unser 1999, pole √3 − 2, with the exact first value for a mirrored signal. Sums run in double.
 */
final class Spline {
  private static final double POLE = Math.sqrt(3) - 2;

  private Spline() {}

  /** Samples (n, inner) to their coefficients, in place; n ≥ 2. */
  static void coefficients(double[] c, int n, int inner) {
    double gain = (1 - POLE) * (1 - 1 / POLE);
    for (int v = 0; v < c.length; v++) {
      c[v] *= gain;
    }
    double toEnd = Math.pow(POLE, n - 1);
    for (int i = 0; i < inner; i++) {
      c[i] += toEnd * c[(n - 1) * inner + i];
    }
    double near = POLE;
    double far = toEnd * toEnd / POLE;
    for (int p = 1; p < n - 1; p++, near *= POLE, far /= POLE) {
      double weight = near + far;
      for (int i = 0; i < inner; i++) {
        c[i] += c[p * inner + i] * weight;
      }
    }
    for (int i = 0; i < inner; i++) {
      c[i] /= 1 - toEnd * toEnd;
    }
    for (int p = 1; p < n; p++) {
      int row = p * inner;
      for (int i = 0; i < inner; i++) {
        c[row + i] += POLE * c[row - inner + i];
      }
    }
    int last = (n - 1) * inner;
    for (int i = 0; i < inner; i++) {
      c[last + i] = POLE / (POLE * POLE - 1) * (POLE * c[last - inner + i] + c[last + i]);
    }
    for (int p = n - 2; p >= 0; p--) {
      int row = p * inner;
      for (int i = 0; i < inner; i++) {
        c[row + i] = POLE * (c[row + inner + i] - c[row + i]);
      }
    }
  }
}
