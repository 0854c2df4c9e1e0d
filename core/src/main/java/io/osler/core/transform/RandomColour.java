package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@link Saturation} by a factor of uniform logarithm in [1/strength, strength], then {@link Hue}
 * uniform in ±turn. Grey images stay.
 */
@About(value = "Random strength and turn of the colours.", source = "torchvision ColorJitter")
public record RandomColour(
    @About("highest saturation factor") @Default("1.3") double strength,
    @About("largest turn of the hue") @Unit("fraction of the circle") @Default("0.03") double turn)
    implements Augmentation {
  public RandomColour {
    Require.within("strength", strength, 1, 1000);
    Require.within("turn", turn, 0, 0.5);
  }

  @Override
  public Transform draw(RandomGenerator random, Case one) {
    double factor = Draw.logBetween(random, 1 / strength, strength);
    double shift = Draw.between(random, -turn, turn);
    return new Chain(List.of(new Saturation(factor), new Hue(shift)));
  }
}
