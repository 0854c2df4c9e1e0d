package io.osler.core.transform;

import io.osler.core.config.Require;
import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/** A {@link Contrast} whose factor has a uniform logarithm between the two. */
public record RandomContrast(double smallest, double largest) implements Augmentation {
  public RandomContrast {
    Require.within("smallest", smallest, 1e-3, 1e3);
    Require.within("largest", largest, smallest, 1e3);
  }

  @Override
  public Contrast draw(RandomGenerator random, Case one) {
    return new Contrast(Draw.logBetween(random, smallest, largest));
  }
}
