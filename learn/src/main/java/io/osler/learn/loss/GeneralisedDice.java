package io.osler.learn.loss;

import io.osler.core.config.Require;
import io.osler.learn.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * 1 − (2·Σ_c w_c·Σ p·y + s) / (Σ_c w_c·(Σ p + Σ y) + s) with w_c = 1 / (Σ y_c)², averaged over the
 * images; a class that is not there weighs as much as the heaviest one that is.
 *
 * <p>Shapes and unknown truths as {@link SoftDice}; all classes count. Sudre et al. 2017.
 */
public record GeneralisedDice(Activation activation, double smooth) implements Loss {
  public GeneralisedDice {
    Require.within("smooth", smooth, 0, 1e6);
  }

  @Override
  public Tensor of(Tensor logits, Tensor truth) {
    Tensor p = activation.probabilities(logits);
    Voxels voxels = activation.voxels(truth, logits.size(1));
    Tensor y = voxels.mask(voxels.truths());
    Tensor size = Voxels.sum(y, false); // (N, C)
    Tensor absent = size.eq(Tensors.scalar(0));
    Tensor inverse = size.clamp_min(Tensors.scalar(1e-12)).square().reciprocal();
    Tensor present = inverse.masked_fill(absent, Tensors.scalar(0));
    Tensor weight = present.add(absent.mul(present.amax(new long[] {1}, true)));
    Tensor both = Voxels.sum(p.mul(y), false);
    Tensor sizes = Voxels.sum(voxels.mask(p), false).add(size);
    return both.mul(weight)
        .sum(1)
        .mul(Tensors.scalar(2))
        .add(Tensors.scalar(smooth))
        .div(sizes.mul(weight).sum(1).add(Tensors.scalar(smooth)))
        .mean()
        .neg()
        .add(Tensors.scalar(1));
  }
}
