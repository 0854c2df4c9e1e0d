package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/** A {@link FieldElastic} of uniform smoothness and magnitude, with a drawn seed. */
@About(value = "Random bending by a field under a Gaussian.", source = "Simard et al. 2003")
public record RandomFieldElastic(
    @About("least deviation of the Gaussian") @Unit("fraction of the extent") @Default("0.08")
        double sharpest,
    @About("greatest") @Unit("fraction of the extent") @Default("0.15") double smoothest,
    @About("lowest magnitude") @Unit("fraction of the extent") @Default("0.01") double smallest,
    @About("highest magnitude") @Unit("fraction of the extent") @Default("0.05") double largest,
    @About("what comes in from outside") @Default("edge") Border border)
    implements Augmentation {
  public RandomFieldElastic {
    Require.within("sharpest", sharpest, 0.03, 1);
    Require.within("smoothest", smoothest, sharpest, 1);
    Require.within("smallest", smallest, 0, 0.5);
    Require.within("largest", largest, smallest, 0.5);
  }

  @Override
  public FieldElastic draw(RandomGenerator random, Case one) {
    double smoothness = Draw.between(random, sharpest, smoothest);
    double magnitude = Draw.between(random, smallest, largest);
    return new FieldElastic(
        smoothness, magnitude, random.nextLong(), border, 0, LabelRule.NEAREST, false);
  }
}
