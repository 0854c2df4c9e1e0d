package io.osler.learn.loss;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Soft Dice of the foreground classes with s = 1e-5, plus the mean of −log p of the true class over
 * the voxels whose truth is known: what nnU-Net trains with, plus one.
 *
 * <p>{@code logits} (N, C, …), {@code truth} labels (N, 1, …), negative where not known. Computed
 * in float32. Isensee et al. 2021.
 *
 * @param batch as in {@link SoftDice}
 */
public record DiceCrossEntropy(boolean batch) implements Loss {
  @Override
  public Tensor of(Tensor logits, Tensor truth) {
    Tensor logs = torch.log_softmax(logits.to(torch.ScalarType.Float), 1);
    Voxels voxels = Voxels.ofLabels(truth, logits.size(1));
    Tensor entropy = logs.mul(voxels.truths()).sum().div(voxels.count(truth)).neg();
    // One softmax serves both parts.
    SoftDice dice = new SoftDice(Activation.SOFTMAX, batch, false, 1e-5);
    return entropy.add(dice.of(logs.exp(), voxels));
  }
}
