package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/** A {@link LowResolution} of a factor uniform between the two. */
@About(value = "Random coarser acquisition.", source = "Isensee et al. 2021")
public record RandomLowResolution(
    @About("lowest factor") @Default("1") double smallest,
    @About("highest factor") @Default("2") double largest)
    implements Augmentation {
  public RandomLowResolution {
    Require.within("smallest", smallest, 1, 100);
    Require.within("largest", largest, smallest, 100);
  }

  @Override
  public LowResolution draw(RandomGenerator random, Case one) {
    return new LowResolution(Draw.between(random, smallest, largest));
  }
}
