package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import io.osler.core.volume.Vec3;
import java.util.random.RandomGenerator;

/**
 * A {@link CutOut} whose sides are each uniform between two fractions of the extent, anywhere in
 * the image.
 */
@About(value = "A box of random place and sides.", source = "DeVries & Taylor 2017")
public record RandomCutOut(
    @About("shortest side") @Unit("fraction of the size") @Default("0.1") double smallest,
    @About("longest side") @Unit("fraction of the size") @Default("0.4") double largest)
    implements Augmentation {
  public RandomCutOut {
    Require.within("smallest", smallest, 0, 1);
    Require.within("largest", largest, smallest, 1);
  }

  @Override
  public CutOut draw(RandomGenerator random, Case one) {
    Vec3 low = Vec3.ZERO;
    Vec3 high = Vec3.ONE;
    for (int axis = 0; axis < (one.image().is2d() ? 2 : 3); axis++) {
      double side = Draw.between(random, smallest, largest);
      double start = Draw.between(random, 0, 1 - side);
      low = low.with(axis, start);
      high = high.with(axis, Math.min(1, start + side));
    }
    return new CutOut(low, high);
  }
}
