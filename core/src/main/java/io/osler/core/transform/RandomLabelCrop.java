package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.random.RandomGenerator;

/**
 * With the probability {@code share} a {@link LabelCrop} about a voxel of a label, each label
 * present equally likely; else a {@link CropAt} anywhere.
 */
@About(
    value = "A part of a size, a share of them about labelled voxels.",
    source = "Isensee et al. 2021")
public record RandomLabelCrop(
    @About("[width, height, depth]") @Unit("voxels") Size size,
    @About("of parts about a label") @Unit("fraction") @Default("0.33") double share,
    @About("what new voxels hold") @Default("constant") Border border,
    @About("the value of a constant border") @Default("0") double fill)
    implements Augmentation {
  public RandomLabelCrop {
    Require.within("share", share, 0, 1);
  }

  @Override
  public Transform draw(RandomGenerator random, Case one) {
    boolean about = random.nextDouble() < share;
    double label = random.nextDouble();
    double voxel = random.nextDouble();
    Vec3 at = new Vec3(random.nextDouble(), random.nextDouble(), random.nextDouble());
    return about
        ? new LabelCrop(size, label, voxel, at, border, fill)
        : new CropAt(at, size, border, fill);
  }
}
