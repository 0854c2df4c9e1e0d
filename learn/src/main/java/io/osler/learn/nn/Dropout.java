package io.osler.learn.nn;

import static org.bytedeco.pytorch.global.torch.dropout;

import io.osler.core.config.Require;
import org.bytedeco.pytorch.Tensor;

/**
 * In training each value is zeroed with probability p and the others divided by 1 − p; otherwise y
 * = x. Draws from libtorch's default generator, so a step repeats after {@code manual_seed}.
 * Srivastava et al. 2014.
 */
public final class Dropout implements Layer {
  private final Weights weights;
  private final double probability;

  public Dropout(Weights weights, double probability) {
    Require.that(probability >= 0 && probability < 1, "dropout", probability, "in [0, 1)");
    this.weights = weights;
    this.probability = probability;
  }

  @Override
  public Tensor forward(Tensor x) {
    return weights.training() && probability > 0 ? dropout(x, probability, true) : x;
  }
}
