package io.osler.core.transform;

import io.osler.core.config.Require;
import java.util.random.RandomGenerator;

/**
 * x̃_b = λ·x_b + (1 − λ)·x_p(b), and the labels likewise; λ ~ Beta(α, α), p a random permutation
 * (Zhang et al. 2018). Acts on batches.
 */
public record MixUp(double alpha) {
  public MixUp {
    Require.positive("alpha", alpha);
  }

  /** Partners and weight for a batch of n. */
  public Drawn draw(RandomGenerator random, int n) {
    Require.atLeast("batch size", n, 1);
    return new Drawn(Mix.partners(random, n), Mix.beta(random, alpha));
  }

  /** A drawn mixture; the array is taken over. */
  public record Drawn(int[] partner, double lambda) {
    public Drawn {
      Require.within("lambda", lambda, 0, 1);
    }

    /** {@code batch} (n, …) images or one-hot labels, flat; a new array of the same shape. */
    public float[] blend(float[] batch) {
      return Mix.blend(batch, partner, lambda);
    }
  }
}
