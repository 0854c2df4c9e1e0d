package io.osler.learn.loss;

import io.osler.core.config.Require;
import io.osler.learn.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * −(1 − p)^γ · log p with p the probability of what is true, averaged over what is known: over
 * voxels where classes exclude each other, over voxels and regions where they do not.
 *
 * <p>Shapes and unknown truths as {@link SoftDice}. γ = 0 is cross-entropy. Lin et al. 2017.
 */
public record VoxelFocal(Activation activation, double gamma) implements Loss {
  public VoxelFocal {
    Require.within("gamma", gamma, 0, 10);
  }

  @Override
  public Tensor of(Tensor logits, Tensor truth) {
    Tensor z = logits.to(torch.ScalarType.Float);
    Voxels voxels = activation.voxels(truth, logits.size(1));
    return switch (activation) {
      case SOFTMAX -> {
        Tensor each = hard(torch.log_softmax(z, 1)).mul(voxels.truths());
        yield each.sum().div(voxels.count(truth)).neg();
      }
      case SIGMOID -> {
        // 2·y − 1 turns log σ(z) into log (1 − σ(z)) where the region is not.
        Tensor side = voxels.truths().mul(Tensors.scalar(2)).sub(Tensors.scalar(1));
        Tensor each = voxels.mask(hard(torch.log_sigmoid(z.mul(side))));
        yield each.sum().div(voxels.count(each)).neg();
      }
    };
  }

  /** (1 − p)^γ · log p. */
  private Tensor hard(Tensor logs) {
    // The power has no slope at 0.
    Tensor left = logs.expm1().neg().clamp_min(Tensors.scalar(1e-6));
    return logs.mul(left.pow(Tensors.scalar(gamma)));
  }
}
