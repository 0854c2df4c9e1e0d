package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import io.osler.core.volume.Size;
import java.util.random.RandomGenerator;

/** A {@link Spike} of a uniform place in k-space, up to half the finest frequency, and height. */
@About(value = "Random stripes from one bad point of k-space (MR).", source = "TorchIO RandomSpike")
public record RandomSpike(
    @About("greatest height of the stripes") @Unit("fraction of the range") @Default("0.2")
        double strength)
    implements Augmentation {
  public RandomSpike {
    Require.within("strength", strength, 0, 100);
  }

  @Override
  public Spike draw(RandomGenerator random, Case one) {
    Size size = one.image().size();
    Voxel frequency =
        new Voxel(
            among(random, size.width()), among(random, size.height()), among(random, size.depth()));
    return new Spike(frequency, Draw.between(random, 0, strength));
  }

  private static int among(RandomGenerator random, int length) {
    return random.nextInt(-length / 4, length / 4 + 1);
  }
}
