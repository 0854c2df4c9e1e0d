package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/** A {@link Contrast} whose factor has a uniform logarithm between the two. */
@About("Contrast with a uniform logarithm of its factor.")
public record RandomContrast(
    @About("lowest factor") @Default("0.75") double smallest,
    @About("highest factor") @Default("1.33") double largest)
    implements Augmentation {
  public RandomContrast {
    Require.within("smallest", smallest, 1e-3, 1e3);
    Require.within("largest", largest, smallest, 1e3);
  }

  @Override
  public Contrast draw(RandomGenerator random, Case one) {
    return new Contrast(Draw.logBetween(random, smallest, largest));
  }
}
