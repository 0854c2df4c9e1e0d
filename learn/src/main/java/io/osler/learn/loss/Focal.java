package io.osler.learn.loss;

import io.osler.core.config.Require;
import io.osler.learn.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * −Σ_c w_c · t_c · (1 − p_c)^γ · log p_c with p = softmax(z), divided by Σ w_c · t_c.
 *
 * <p>Shapes as {@link SoftCrossEntropy}, which γ = 0 gives. Lin et al. 2017.
 */
public record Focal(double gamma, Tensor weights) implements Loss {
  public Focal {
    Require.within("gamma", gamma, 0, 10);
  }

  @Override
  public Tensor of(Tensor logits, Tensor targets) {
    Tensor weighted = targets.mul(weights);
    Tensor logs = torch.log_softmax(logits.to(torch.ScalarType.Float), 1);
    Tensor easy = logs.exp().neg().add(Tensors.scalar(1)).clamp_min(Tensors.scalar(1e-6));
    return logs.mul(weighted).mul(easy.pow(Tensors.scalar(gamma))).sum().div(weighted.sum()).neg();
  }
}
