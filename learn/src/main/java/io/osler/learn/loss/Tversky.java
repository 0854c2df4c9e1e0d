package io.osler.learn.loss;

import io.osler.core.config.Require;
import io.osler.learn.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * 1 − mean over classes of (T + s) / (T + α·F₊ + β·F₋ + s) with T = Σ p·y, F₊ = Σ p·(1 − y) and F₋
 * = Σ (1 − p)·y; α = β = ½ is soft Dice.
 *
 * <p>Shapes and unknown truths as {@link SoftDice}. Salehi et al. 2017.
 *
 * @param alpha what a false positive costs
 * @param beta what a false negative costs: above α where misses are worse
 */
public record Tversky(
    Activation activation,
    double alpha,
    double beta,
    boolean batch,
    boolean background,
    double smooth)
    implements Loss {
  public Tversky {
    Require.within("alpha", alpha, 0, 1000);
    Require.within("beta", beta, 0, 1000);
    Require.within("smooth", smooth, 0, 1e6);
  }

  @Override
  public Tensor of(Tensor logits, Tensor truth) {
    Tensor p = activation.probabilities(logits);
    Voxels voxels = activation.voxels(truth, logits.size(1));
    if (!background) {
      p = Voxels.foreground(p);
      voxels = voxels.foreground();
    }
    Tensor y = voxels.mask(voxels.truths());
    Tensor hit = Voxels.sum(p.mul(y), batch);
    Tensor surplus = Voxels.sum(voxels.mask(p), batch).sub(hit);
    Tensor missed = Voxels.sum(y, batch).sub(hit);
    Tensor all = hit.add(surplus.mul(Tensors.scalar(alpha))).add(missed.mul(Tensors.scalar(beta)));
    return hit.add(Tensors.scalar(smooth))
        .div(all.add(Tensors.scalar(smooth)).clamp_min(Tensors.scalar(1e-12)))
        .mean()
        .neg()
        .add(Tensors.scalar(1));
  }
}
