package io.osler.learn.nn;

import static org.bytedeco.pytorch.global.torch.linear;

import io.osler.learn.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** y = x·Wᵀ + b: (…, in) to (…, out). */
public final class Linear implements Layer {
  private final Tensor weight;
  private final TensorOptional bias;

  /** Registers {@code name.weight} (out, in) and {@code name.bias}. */
  public Linear(Weights weights, String name, int in, int out, Init init) {
    long[] size = {out, in};
    weight = weights.parameter(name + ".weight", random -> init.weight(size, random), size);
    try (var _ = new TensorScope()) {
      Tensor values = weights.parameter(name + ".bias", random -> init.bias(size, random), out);
      bias = weights.hold(new TensorOptional(values));
    }
  }

  @Override
  public Tensor forward(Tensor x) {
    return linear(x, weight, bias);
  }
}
