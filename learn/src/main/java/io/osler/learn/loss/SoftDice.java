package io.osler.learn.loss;

import io.osler.core.config.Require;
import io.osler.learn.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * 1 − mean over classes of (2·Σ p·y + s) / (Σ p + Σ y + s).
 *
 * <p>{@code logits} (N, C, …); {@code truth} labels (N, 1, …) for {@link Activation#SOFTMAX},
 * regions (N, C, …) of 0 and 1 for {@link Activation#SIGMOID}; negative where it is not known,
 * which does not count. A scalar in [0, 1]. Computed in float32. Milletari et al. 2016; Isensee et
 * al. 2021.
 *
 * @param batch whether sums run over the whole batch ("batch Dice") or over each image, whose
 *     quotients are then averaged
 * @param background whether the first class counts too
 * @param smooth s; a class that is neither there nor predicted scores 1 as soon as it is above 0
 */
public record SoftDice(Activation activation, boolean batch, boolean background, double smooth)
    implements Loss {
  public SoftDice {
    Require.within("smooth", smooth, 0, 1e6);
  }

  @Override
  public Tensor of(Tensor logits, Tensor truth) {
    Tensor p = activation.probabilities(logits);
    return of(p, activation.voxels(truth, logits.size(1)));
  }

  /** From probabilities. */
  Tensor of(Tensor probabilities, Voxels all) {
    Tensor p = background ? probabilities : Voxels.foreground(probabilities);
    Voxels voxels = background ? all : all.foreground();
    Tensor y = voxels.truths();
    Tensor both = Voxels.sum(voxels.mask(p.mul(y)), batch);
    Tensor sizes = Voxels.sum(voxels.mask(p), batch).add(Voxels.sum(voxels.mask(y), batch));
    return both.mul(Tensors.scalar(2))
        .add(Tensors.scalar(smooth))
        .div(sizes.add(Tensors.scalar(smooth)).clamp_min(Tensors.scalar(1e-8)))
        .mean()
        .neg()
        .add(Tensors.scalar(1));
  }
}
