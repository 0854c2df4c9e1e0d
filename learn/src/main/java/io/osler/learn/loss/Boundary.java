package io.osler.learn.loss;

import io.osler.core.metric.DistanceTransform;
import io.osler.core.metric.Mask;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.learn.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * mean of p·φ over voxels and classes, where φ is the distance in voxels to the true structure
 * outside of it and 1 minus the distance to its outside within; 0 where a class is nowhere or
 * everywhere.
 *
 * <p>Shapes and unknown truths as {@link SoftDice}; an unknown voxel belongs to no structure and
 * does not count. Meant to be added to a loss over regions. Kervadec et al. 2019.
 *
 * @param background whether the first class counts too
 */
public record Boundary(Activation activation, boolean background) implements Loss {
  private static final Vec3 VOXEL = new Vec3(1, 1, 1);

  @Override
  public Tensor of(Tensor logits, Tensor truth) {
    Tensor p = activation.probabilities(logits);
    Voxels voxels = activation.voxels(truth, logits.size(1));
    if (!background) {
      p = Voxels.foreground(p);
      voxels = voxels.foreground();
    }
    Tensor weighted = voxels.mask(p.mul(signed(voxels.truths()).to(p.device(), p.scalar_type())));
    return weighted.sum().div(voxels.count(p));
  }

  private static Tensor signed(Tensor truths) {
    float[] inside = Tensors.floats(truths);
    long[] shape = truths.shape();
    int dims = shape.length - 2;
    Size size =
        new Size(
            (int) shape[shape.length - 1],
            (int) shape[shape.length - 2],
            dims == 3 ? (int) shape[2] : 1);
    int voxels = size.voxels();
    float[] signed = new float[inside.length];
    for (int map = 0; map < inside.length / voxels; map++) {
      signed(inside, signed, map * voxels, size);
    }
    return Tensors.of(signed, shape);
  }

  /** One map, which begins at {@code from}. */
  private static void signed(float[] inside, float[] signed, int from, Size size) {
    boolean[] structure = new boolean[size.voxels()];
    boolean[] rest = new boolean[size.voxels()];
    for (int v = 0; v < structure.length; v++) {
      structure[v] = inside[from + v] > 0.5;
      rest[v] = !structure[v];
    }
    Mask mask = new Mask(size, VOXEL, structure);
    Mask outside = new Mask(size, VOXEL, rest);
    if (mask.isEmpty() || outside.isEmpty()) {
      return;
    }
    double[] toStructure = DistanceTransform.squared(mask);
    double[] toOutside = DistanceTransform.squared(outside);
    for (int v = 0; v < structure.length; v++) {
      signed[from + v] =
          (float) (structure[v] ? 1 - Math.sqrt(toOutside[v]) : Math.sqrt(toStructure[v]));
    }
  }
}
