package io.osler.core.transform;

import io.osler.core.config.Require;
import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/** A {@link Brightness} whose factor has a uniform logarithm between the two. */
public record RandomBrightness(double smallest, double largest) implements Augmentation {
  public RandomBrightness {
    Require.within("smallest", smallest, 1e-3, 1e3);
    Require.within("largest", largest, smallest, 1e3);
  }

  @Override
  public Brightness draw(RandomGenerator random, Case one) {
    return new Brightness(Draw.logBetween(random, smallest, largest));
  }
}
