package io.osler.core.transform;

import io.osler.core.config.Require;
import java.util.random.RandomGenerator;

/**
 * What a batch mixture was drawn as: sample b is joined by sample {@code partner[b]}, its label
 * having weight λ and the partner's 1 − λ.
 */
final class Mix {
  private Mix() {}

  /** A uniformly drawn permutation of 0 … n − 1 (Fisher–Yates). */
  static int[] partners(RandomGenerator random, int n) {
    int[] p = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      p[i] = p[j];
      p[j] = i;
    }
    return p;
  }

  /** Beta(α, α) by Jöhnk's method for α ≤ 1, by two gamma variates (Marsaglia–Tsang) above. */
  static double beta(RandomGenerator random, double alpha) {
    if (alpha <= 1) {
      for (int attempt = 0; attempt < 10_000; attempt++) {
        // Logarithms: for small α both powers underflow.
        double x = Math.log(1 - random.nextDouble()) / alpha;
        double y = Math.log(1 - random.nextDouble()) / alpha;
        double top = Math.max(x, y);
        double logSum = top + Math.log(Math.exp(x - top) + Math.exp(y - top));
        if (logSum <= 0) {
          return Math.exp(x - logSum);
        }
      }
    }
    double x = gamma(random, alpha);
    double y = gamma(random, alpha);
    return x / (x + y);
  }

  private static double gamma(RandomGenerator random, double alpha) {
    double d = Math.max(alpha, 1) - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double z = random.nextGaussian();
      double v = Math.pow(1 + c * z, 3);
      if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * z * z + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  static void check(float[] batch, int[] partner) {
    Require.that(
        partner.length > 0 && batch.length % partner.length == 0,
        "batch.length",
        batch.length,
        "a multiple of the " + partner.length + " partners");
    for (int p : partner) {
      Require.within("partner", p, 0, partner.length - 1);
    }
  }

  /** λ·x_b + (1 − λ)·x_partner(b), for images and for label rows alike. */
  static float[] blend(float[] batch, int[] partner, double lambda) {
    check(batch, partner);
    int row = batch.length / partner.length;
    float own = (float) lambda;
    float other = (float) (1 - lambda);
    float[] out = new float[batch.length];
    for (int b = 0; b < partner.length; b++) {
      int at = b * row;
      int from = partner[b] * row;
      for (int i = 0; i < row; i++) {
        out[at + i] = own * batch[at + i] + other * batch[from + i];
      }
    }
    return out;
  }
}
