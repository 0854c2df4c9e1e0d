package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import io.osler.core.volume.Vec3;
import java.util.random.RandomGenerator;

/**
 * {@link Motion} by a uniform turn and shift in plane, in the later half of the scan, along i or j.
 * In the earlier half the moved pose would be the image, and labels would not fit it.
 */
@About(value = "A random movement during the scan (MR).", source = "Shaw et al. 2019; TorchIO")
public record RandomMotion(
    @About("largest turn, either way") @Unit("degrees") @Default("5") double rotation,
    @About("largest shift, either way") @Unit("fraction of the extent") @Default("0.03")
        double shift)
    implements Augmentation {
  public RandomMotion {
    Require.within("rotation", rotation, 0, 180);
    Require.within("shift", shift, 0, 1);
  }

  @Override
  public Motion draw(RandomGenerator random, Case one) {
    Axis axis = random.nextBoolean() ? Axis.I : Axis.J;
    Vec3 turn = new Vec3(0, 0, Draw.between(random, -rotation, rotation));
    Vec3 move =
        new Vec3(Draw.between(random, -shift, shift), Draw.between(random, -shift, shift), 0);
    return new Motion(axis, turn, move, Draw.between(random, 0.55, 0.95));
  }
}
