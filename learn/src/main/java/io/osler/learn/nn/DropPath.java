package io.osler.learn.nn;

import static org.bytedeco.pytorch.global.torch.dropout;

import io.osler.core.config.Require;
import org.bytedeco.pytorch.Tensor;

/**
 * In training a whole sample's branch is zeroed with probability p and the others divided by 1 − p;
 * otherwise y = x. Belongs before the sum with a shortcut. Huang et al. 2016 (stochastic depth),
 * "drop connect" in EfficientNet.
 */
public final class DropPath implements Layer {
  private final Weights weights;
  private final double probability;

  public DropPath(Weights weights, double probability) {
    Require.that(probability >= 0 && probability < 1, "drop-connect", probability, "in [0, 1)");
    this.weights = weights;
    this.probability = probability;
  }

  @Override
  public Tensor forward(Tensor x) {
    if (!weights.training() || probability == 0) {
      return x;
    }
    long[] one = new long[(int) x.dim()];
    java.util.Arrays.fill(one, 1);
    one[0] = x.size(0);
    return x.mul(dropout(x.new_ones(one), probability, true)); // (N, 1, 1, 1) of 0 or 1/(1 − p)
  }
}
