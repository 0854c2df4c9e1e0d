package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import io.osler.core.volume.Vec3;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A {@link ThinPlate} of a regular grid of points, (cells + 1) along each axis, each moved by up to
 * {@code magnitude} cells along each axis, uniformly.
 */
@About(value = "Random moves of a grid of points, bending least.", source = "Bookstein 1989")
public record RandomThinPlate(
    @About("between points, along each axis") @Default("2") int cells,
    @About("largest move") @Unit("cells") @Default("0.12") double magnitude,
    @About("what comes in from outside") @Default("edge") Border border)
    implements Augmentation {
  public RandomThinPlate {
    Require.within("cells", cells, 1, 4);
    Require.within("magnitude", magnitude, 0, 0.25);
  }

  @Override
  public ThinPlate draw(RandomGenerator random, Case one) {
    List<Vec3> from = new ArrayList<>();
    List<Vec3> to = new ArrayList<>();
    boolean flat = one.image().is2d();
    for (int k = 0; k <= (flat ? 0 : cells); k++) {
      for (int j = 0; j <= cells; j++) {
        for (int i = 0; i <= cells; i++) {
          Vec3 at = new Vec3(i, j, k).times(1.0 / cells);
          double reach = magnitude / cells;
          double x = Draw.between(random, -reach, reach);
          double y = Draw.between(random, -reach, reach);
          double z = flat ? 0 : Draw.between(random, -reach, reach);
          from.add(at);
          to.add(at.plus(new Vec3(x, y, z)));
        }
      }
    }
    return new ThinPlate(from, to, border, 0, LabelRule.NEAREST, false);
  }
}
