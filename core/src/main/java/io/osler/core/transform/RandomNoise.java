package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/** {@link GaussianNoise} of a level uniform between the two, with a drawn seed. */
@About("Normal noise of a uniform level.")
public record RandomNoise(
    @About("lowest level") @Default("0") double smallest,
    @About("highest level") @Unit("channel's deviation") @Default("0.1") double largest)
    implements Augmentation {
  public RandomNoise {
    Require.within("smallest", smallest, 0, 1e3);
    Require.within("largest", largest, smallest, 1e3);
  }

  @Override
  public GaussianNoise draw(RandomGenerator random, Case one) {
    return new GaussianNoise(Draw.between(random, smallest, largest), random.nextLong());
  }
}
