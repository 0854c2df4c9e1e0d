package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import io.osler.core.volume.Vec3;
import java.util.random.RandomGenerator;

/**
 * An {@link Affine}: angles and shifts uniform, one scale for all axes with uniform logarithm.
 *
 * @param rotation up to this many degrees about k, either way
 * @param tilt likewise about i and j; none in 2-D
 * @param smallest lowest scale
 * @param largest highest scale
 * @param shift up to this fraction of the extent along each axis, either way
 * @param border what comes in from outside
 */
@About("Random turn, scale and shift.")
public record RandomAffine(
    @About("most about k, either way") @Unit("degrees") @Default("15") double rotation,
    @About("most about i and j, either way; none in 2-D") @Unit("degrees") @Default("0")
        double tilt,
    @About("lowest scale") @Default("0.9") double smallest,
    @About("highest scale") @Default("1.1") double largest,
    @About("most along each axis") @Unit("fraction of the extent") @Default("0.05") double shift,
    @About("what comes in from outside") @Default("edge") Border border)
    implements Augmentation {
  public RandomAffine {
    Require.within("rotation", rotation, 0, 180);
    Require.within("tilt", tilt, 0, 180);
    Require.within("smallest", smallest, 1e-3, 1e3);
    Require.within("largest", largest, smallest, 1e3);
    Require.within("shift", shift, 0, 1);
  }

  @Override
  public Affine draw(RandomGenerator random, Case one) {
    double z = Draw.between(random, -rotation, rotation);
    double scale = Draw.logBetween(random, smallest, largest);
    double shiftI = Draw.between(random, -shift, shift);
    double shiftJ = Draw.between(random, -shift, shift);
    if (one.image().is2d()) {
      return new Affine(
          new Vec3(0, 0, z), new Vec3(scale, scale, 1), new Vec3(shiftI, shiftJ, 0), border, 0);
    }
    double x = Draw.between(random, -tilt, tilt);
    double y = Draw.between(random, -tilt, tilt);
    double shiftK = Draw.between(random, -shift, shift);
    return new Affine(
        new Vec3(x, y, z), Vec3.ONE.times(scale), new Vec3(shiftI, shiftJ, shiftK), border, 0);
  }
}
