package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/** A {@link Brightness} whose factor has a uniform logarithm between the two. */
@About("Brightness with a uniform logarithm of its factor.")
public record RandomBrightness(
    @About("lowest factor") @Default("0.8") double smallest,
    @About("highest factor") @Default("1.25") double largest)
    implements Augmentation {
  public RandomBrightness {
    Require.within("smallest", smallest, 1e-3, 1e3);
    Require.within("largest", largest, smallest, 1e3);
  }

  @Override
  public Brightness draw(RandomGenerator random, Case one) {
    return new Brightness(Draw.logBetween(random, smallest, largest));
  }
}
