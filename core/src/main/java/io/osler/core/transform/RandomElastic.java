package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/** An {@link Elastic} of a magnitude uniform between the two, with a drawn seed. */
@About(value = "Random smooth bending.", source = "Rueckert et al. 1999")
public record RandomElastic(
    @About("between control points, along each axis") @Default("4") int cells,
    @About("lowest magnitude") @Unit("cells") @Default("0.1") double smallest,
    @About("highest magnitude") @Unit("cells") @Default("0.3") double largest,
    @About("what comes in from outside") @Default("edge") Border border)
    implements Augmentation {
  public RandomElastic {
    Require.within("cells", cells, 1, 64);
    Require.within("smallest", smallest, 0, 0.4);
    Require.within("largest", largest, smallest, 0.4);
  }

  @Override
  public Elastic draw(RandomGenerator random, Case one) {
    double magnitude = Draw.between(random, smallest, largest);
    return new Elastic(cells, magnitude, random.nextLong(), border, 0);
  }
}
