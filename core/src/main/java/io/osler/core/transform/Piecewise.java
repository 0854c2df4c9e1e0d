package io.osler.core.transform;

import java.util.Arrays;

/** y(x), linear between knots and constant beyond them (NumPy's interp); x not descending. */
final class Piecewise {
  private Piecewise() {}

  static double at(double x, double[] xs, double[] ys) {
    int n = xs.length;
    if (x <= xs[0]) {
      return ys[0];
    }
    if (x >= xs[n - 1]) {
      return ys[n - 1];
    }
    int found = Arrays.binarySearch(xs, x);
    if (found >= 0) {
      return ys[found];
    }
    int right = -found - 1;
    double share = (x - xs[right - 1]) / (xs[right] - xs[right - 1]);
    return ys[right - 1] + share * (ys[right] - ys[right - 1]);
  }
}
