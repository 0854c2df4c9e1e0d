package io.osler.learn.loss;

import io.osler.learn.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * −mean(t·log σ(z) + (1 − t)·log(1 − σ(z))) over the entries whose truth is known.
 *
 * <p>{@code logits} and {@code targets} (N, C): several findings at once; or (N, R, …): regions
 * that may overlap. A NaN or negative target was not read and does not count. Computed in float32.
 */
public record BinaryCrossEntropy() implements Loss {
  @Override
  public Tensor of(Tensor logits, Tensor targets) {
    Tensor z = logits.to(torch.ScalarType.Float);
    // NaN is not at least 0 either.
    Tensor known = targets.ge(Tensors.scalar(0)).to(torch.ScalarType.Float);
    Tensor t = torch.relu(torch.nan_to_num(targets.to(torch.ScalarType.Float)));
    // max(z, 0) − z·t + log(1 + e^−|z|): the stable form.
    Tensor each = torch.relu(z).sub(z.mul(t)).add(torch.log1p(z.abs().neg().exp()));
    return each.mul(known).sum().div(known.sum().clamp_min(Tensors.scalar(1)));
  }
}
