package io.osler.learn.nn;

import static org.bytedeco.pytorch.global.torch.batch_norm;
import static org.bytedeco.pytorch.global.torch.torch_ones;
import static org.bytedeco.pytorch.global.torch.torch_zeros;

import io.osler.learn.tensor.TensorScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * y = γ·(x − μ) / √(σ² + ε) + β per channel. μ and σ² are the batch's in training, where the
 * running ones move by {@code momentum} towards them, and the running ones otherwise. A layer whose
 * γ is frozen (no gradient) uses and keeps its running statistics also in training. Ioffe and
 * Szegedy 2015.
 */
public final class BatchNorm implements Layer {
  private final Weights weights;
  private final Tensor gamma;
  private final TensorOptional scale;
  private final TensorOptional shift;
  private final TensorOptional mean;
  private final TensorOptional variance;
  private final Tensor batches;
  private final Scalar one;
  private final double epsilon;
  private final double momentum;

  /** ε = 1e-5 and momentum 0.1. */
  public BatchNorm(Weights weights, String name, int channels) {
    this(weights, name, channels, 1e-5, 0.1);
  }

  public BatchNorm(Weights weights, String name, int channels, double epsilon, double momentum) {
    this.weights = weights;
    this.epsilon = epsilon;
    this.momentum = momentum;
    try (var _ = new TensorScope()) {
      gamma = weights.parameter(name + ".weight", _ -> () -> 1, channels);
      Tensor beta = weights.parameter(name + ".bias", _ -> () -> 0, channels);
      scale = weights.hold(new TensorOptional(gamma));
      shift = weights.hold(new TensorOptional(beta));
      mean =
          weights.hold(
              new TensorOptional(weights.buffer(name + ".running_mean", torch_zeros(channels))));
      variance =
          weights.hold(
              new TensorOptional(weights.buffer(name + ".running_var", torch_ones(channels))));
      batches = weights.buffer(name + ".num_batches_tracked", torch_zeros().to(ScalarType.Long));
      one = weights.hold(new Scalar(1L));
    }
  }

  @Override
  public Tensor forward(Tensor x) {
    boolean live = weights.training() && gamma.requires_grad();
    if (live) {
      batches.add_(one);
    }
    return batch_norm(x, scale, shift, mean, variance, live, momentum, epsilon, true);
  }
}
