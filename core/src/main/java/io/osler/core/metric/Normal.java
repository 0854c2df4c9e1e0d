package io.osler.core.metric;

/** The standard normal distribution, to about 1e-14 relative. */
final class Normal {
  private Normal() {}

  /** P(Z ≥ z). */
  static double above(double z) {
    if (z < 0) {
      return 1 - above(-z);
    }
    if (z < 3) {
      return 0.5 - density(z) * series(z);
    }
    return Double.isInfinite(z) ? 0 : density(z) / fraction(z);
  }

  /** The z with P(Z ≤ z) = q, by Newton's steps with the bracket kept; q in (0, 1). */
  static double quantile(double q) {
    double low = -40;
    double high = 40;
    double z = 0;
    for (int step = 0; step < 200 && high - low > 1e-15; step++) {
      double error = above(z) - (1 - q); // falls with z
      if (error > 0) {
        low = z;
      } else {
        high = z;
      }
      double next = z + error / density(z);
      double moved = next > low && next < high ? next : (low + high) / 2;
      if (Math.abs(moved - z) <= 1e-15 * Math.max(1, Math.abs(z))) {
        return moved;
      }
      z = moved;
    }
    return z;
  }

  private static double density(double z) {
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  /** z + z³/3 + z⁵/15 + …, so that Φ(z) = ½ + φ(z)·series. */
  private static double series(double z) {
    double term = z;
    double sum = z;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= z * z / (2 * k + 1);
      sum += term;
    }
    return sum;
  }

  /** z + 1/(z + 2/(z + 3/(z + …))), so that P(Z ≥ z) = φ(z) / fraction. */
  private static double fraction(double z) {
    double value = z;
    for (int k = 200; k >= 1; k--) {
      value = z + k / value;
    }
    return value;
  }
}
