package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/** A {@link GaussianBlur} of σ uniform between the two, in voxels. */
@About("Blur of a uniform sigma.")
public record RandomBlur(
    @About("lowest sigma") @Unit("voxels") @Default("0.3") double smallest,
    @About("highest sigma") @Unit("voxels") @Default("1") double largest)
    implements Augmentation {
  public RandomBlur {
    Require.within("smallest", smallest, 0, 1000);
    Require.within("largest", largest, smallest, 1000);
  }

  @Override
  public GaussianBlur draw(RandomGenerator random, Case one) {
    return new GaussianBlur(Draw.between(random, smallest, largest));
  }
}
