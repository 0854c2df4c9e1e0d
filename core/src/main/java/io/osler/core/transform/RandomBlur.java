package io.osler.core.transform;

import io.osler.core.config.Require;
import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/** A {@link GaussianBlur} of σ uniform between the two, in voxels. */
public record RandomBlur(double smallest, double largest) implements Augmentation {
  public RandomBlur {
    Require.within("smallest", smallest, 0, 1000);
    Require.within("largest", largest, smallest, 1000);
  }

  @Override
  public GaussianBlur draw(RandomGenerator random, Case one) {
    return new GaussianBlur(Draw.between(random, smallest, largest));
  }
}
