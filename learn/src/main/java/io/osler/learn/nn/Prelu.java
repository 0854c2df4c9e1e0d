package io.osler.learn.nn;

import static org.bytedeco.pytorch.global.torch.prelu;

import org.bytedeco.pytorch.Tensor;

/** y = x where x ≥ 0, otherwise a·x with a learned slope that starts from ¼. He et al. 2015. */
public final class Prelu implements Layer {
  private final Tensor slope;

  /**
   * Registers {@code name.weight}.
   *
   * @param slopes one, or one for each channel
   */
  public Prelu(Weights weights, String name, int slopes) {
    slope = weights.parameter(name + ".weight", _ -> () -> 0.25, slopes);
  }

  @Override
  public Tensor forward(Tensor x) {
    return prelu(x, slope);
  }
}
