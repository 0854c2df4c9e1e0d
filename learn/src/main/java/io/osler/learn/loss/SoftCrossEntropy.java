package io.osler.learn.loss;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * −Σ_c w_c · t_c · log softmax(z)_c, divided by the batch's total weight Σ w_c · t_c.
 *
 * <p>{@code logits} (N, C); {@code targets} (N, C), rows that sum to 1: smoothed or mixed labels.
 * With hard labels this is PyTorch's weighted cross-entropy. Computed in float32.
 *
 * @param weights one per class; 1 everywhere for none
 */
public record SoftCrossEntropy(Tensor weights) implements Loss {
  @Override
  public Tensor of(Tensor logits, Tensor targets) {
    Tensor weighted = targets.mul(weights);
    Tensor logs = torch.log_softmax(logits.to(torch.ScalarType.Float), 1);
    return logs.mul(weighted).sum().div(weighted.sum()).neg();
  }
}
