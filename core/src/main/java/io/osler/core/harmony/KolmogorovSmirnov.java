package io.osler.core.harmony;

import io.osler.core.config.Require;
import java.util.Arrays;

/**
 * D = sup |F(x) − G(x)| of two samples, and the asymptotic probability of a larger D if both came
 * from one distribution: Q(λ) = 2·Σ (−1)^{k−1}·exp(−2k²λ²), λ = √(nm/(n+m))·D.
 *
 * <p>Kolmogorov's limit; SciPy's ks_2samp uses the exact or a one-sample approximation for small
 * samples, so that p differs there.
 */
public record KolmogorovSmirnov(double distance, double p) {
  public static KolmogorovSmirnov of(double[] first, double[] second) {
    Require.atLeast("sample", Math.min(first.length, second.length), 1);
    double[] a = first.clone();
    double[] b = second.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    double distance = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      double x = Math.min(a[i], b[j]);
      while (i < a.length && a[i] <= x) {
        i++;
      }
      while (j < b.length && b[j] <= x) {
        j++;
      }
      distance = Math.max(distance, Math.abs((double) i / a.length - (double) j / b.length));
    }
    double size = (double) a.length * b.length / (a.length + b.length);
    return new KolmogorovSmirnov(distance, tail(Math.sqrt(size) * distance));
  }

  private static double tail(double lambda) {
    if (lambda < 0.2) {
      return 1; // the series alternates without an end there; 1 − Q is below 1e-12
    }
    double sum = 0;
    for (int k = 1; k <= 100; k++) {
      sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * lambda * lambda);
    }
    return Math.clamp(sum, 0, 1);
  }
}
