package io.osler.learn.loss;

import io.osler.core.config.Require;
import io.osler.learn.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * 1 − 2·P·S / (P + S + 1e-4), averaged over images, with P = (Σ s(p)·y + 1) / (Σ s(p) + 1) and S =
 * (Σ s(y)·p + 1) / (Σ s(y) + 1), where s is the soft skeleton: what openings take away while the
 * maps are eroded. For tubes, whose connection matters more than their width.
 *
 * <p>Shapes and unknown truths as {@link SoftDice}; an unknown voxel is empty on both sides. Shit
 * et al. 2021.
 *
 * @param iterations erosions: about the largest radius in voxels
 * @param background whether the first class counts too
 */
public record ClDice(Activation activation, int iterations, boolean background) implements Loss {
  public ClDice {
    Require.within("iterations", iterations, 0, 100);
  }

  @Override
  public Tensor of(Tensor logits, Tensor truth) {
    Tensor p = activation.probabilities(logits);
    Voxels voxels = activation.voxels(truth, logits.size(1));
    if (!background) {
      p = Voxels.foreground(p);
      voxels = voxels.foreground();
    }
    p = voxels.mask(p);
    Tensor y = voxels.mask(voxels.truths());
    Tensor precision = share(skeleton(p), y);
    Tensor sensitivity = share(skeleton(y), p);
    Tensor sum = precision.add(sensitivity).add(Tensors.scalar(1e-4));
    return precision
        .mul(sensitivity)
        .mul(Tensors.scalar(2))
        .div(sum)
        .neg()
        .add(Tensors.scalar(1))
        .mean();
  }

  /** (Σ skeleton·whole + 1) / (Σ skeleton + 1) per image. */
  private static Tensor share(Tensor skeleton, Tensor whole) {
    Tensor common = skeleton.mul(whole).flatten(1, -1).sum(1);
    Tensor all = skeleton.flatten(1, -1).sum(1);
    return common.add(Tensors.scalar(1)).div(all.add(Tensors.scalar(1)));
  }

  private Tensor skeleton(Tensor x) {
    Tensor eroded = x;
    Tensor skeleton = removed(x);
    for (int i = 0; i < iterations; i++) {
      eroded = eroded(eroded);
      Tensor delta = removed(eroded);
      skeleton = skeleton.add(torch.relu(delta.sub(skeleton.mul(delta))));
    }
    return skeleton;
  }

  /** What an opening takes away. */
  private static Tensor removed(Tensor x) {
    return torch.relu(x.sub(largest(eroded(x), -1)));
  }

  /** Smallest value along each axis alone. */
  private static Tensor eroded(Tensor x) {
    Tensor turned = x.neg();
    Tensor most = largest(turned, 0);
    for (int axis = 1; axis < x.dim() - 2; axis++) {
      most = torch.maximum(most, largest(turned, axis));
    }
    return most.neg();
  }

  /** Largest of three along one axis, or of all neighbours. */
  private static Tensor largest(Tensor x, int axis) {
    int dims = (int) x.dim() - 2;
    long[] window = new long[dims];
    long[] padding = new long[dims];
    long[] one = new long[dims];
    Arrays.fill(one, 1);
    for (int a = 0; a < dims; a++) {
      boolean wide = axis < 0 || a == axis;
      window[a] = wide ? 3 : 1;
      padding[a] = wide ? 1 : 0;
    }
    return dims == 2
        ? torch.max_pool2d(x, window, one, padding, one, false)
        : torch.max_pool3d(x, window, one, padding, one, false);
  }
}
