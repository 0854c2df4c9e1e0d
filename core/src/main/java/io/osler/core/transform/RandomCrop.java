package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.random.RandomGenerator;

/** A {@link CropAt} at a uniform place. */
@About("A part of a size at a random place.")
public record RandomCrop(
    @About("[width, height, depth]") @Unit("voxels") Size size,
    @About("what new voxels hold") @Default("constant") Border border,
    @About("the value of a constant border") @Default("0") double fill)
    implements Augmentation {
  @Override
  public CropAt draw(RandomGenerator random, Case one) {
    Vec3 at = new Vec3(random.nextDouble(), random.nextDouble(), random.nextDouble());
    return new CropAt(at, size, border, fill);
  }
}
