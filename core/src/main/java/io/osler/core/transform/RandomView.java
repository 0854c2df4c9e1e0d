package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import io.osler.core.volume.Vec3;
import java.util.random.RandomGenerator;

/**
 * An {@link ObliqueView} across a direction that is uniform over the sphere, about a centre that is
 * uniform but for a margin.
 */
@About(value = "A random view across the volume (2.5-D).", source = "Roth et al. 2014")
public record RandomView(
    @About("of the picture") @Unit("pixels") int side,
    @About("between pixels") @Unit("mm") @Default("1") double spacing,
    @About("parallel planes on either side") @Default("0") int neighbours,
    @About("kept between the centre and the border") @Unit("fraction") @Default("0.25")
        double margin,
    @About("the value outside the image") @Default("0") double fill)
    implements Augmentation {
  public RandomView {
    Require.within("margin", margin, 0, 0.5);
    new ObliqueView(Vec3.ZERO, Vec3.ZERO, side, spacing, neighbours, Border.CONSTANT, fill);
  }

  @Override
  public ObliqueView draw(RandomGenerator random, Case one) {
    double x = Draw.between(random, -180, 180);
    // The area between two latitudes grows with the sine.
    double y = Math.toDegrees(Math.asin(Draw.between(random, -1, 1)));
    double z = Draw.between(random, -180, 180);
    Vec3 at =
        new Vec3(
            Draw.between(random, margin, 1 - margin),
            Draw.between(random, margin, 1 - margin),
            Draw.between(random, margin, 1 - margin));
    return new ObliqueView(new Vec3(x, y, z), at, side, spacing, neighbours, Border.CONSTANT, fill);
  }
}
