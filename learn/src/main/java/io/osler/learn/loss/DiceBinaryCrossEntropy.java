package io.osler.learn.loss;

import org.bytedeco.pytorch.Tensor;

/**
 * Soft Dice of all regions with s = 1e-5, plus {@link BinaryCrossEntropy}: what nnU-Net trains with
 * where structures overlap, plus one.
 *
 * <p>{@code logits} (N, R, …), {@code truth} (N, R, …) of 0 and 1, negative where not known.
 *
 * @param batch as in {@link SoftDice}
 */
public record DiceBinaryCrossEntropy(boolean batch) implements Loss {
  @Override
  public Tensor of(Tensor logits, Tensor truth) {
    Tensor dice = new SoftDice(Activation.SIGMOID, batch, true, 1e-5).of(logits, truth);
    return new BinaryCrossEntropy().of(logits, truth).add(dice);
  }
}
