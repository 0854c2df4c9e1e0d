package io.osler.learn.nn;

import static org.bytedeco.pytorch.global.torch.feature_dropout;

import io.osler.core.config.Require;
import org.bytedeco.pytorch.Tensor;

/**
 * In training each map of each image is zeroed with probability p and the others divided by 1 − p;
 * otherwise y = x. Tompson et al. 2015.
 */
public final class ChannelDropout implements Layer {
  private final Weights weights;
  private final double probability;

  public ChannelDropout(Weights weights, double probability) {
    Require.that(probability >= 0 && probability < 1, "dropout", probability, "in [0, 1)");
    this.weights = weights;
    this.probability = probability;
  }

  @Override
  public Tensor forward(Tensor x) {
    return weights.training() && probability > 0 ? feature_dropout(x, probability, true) : x;
  }
}
