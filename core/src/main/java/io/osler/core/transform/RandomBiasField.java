package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/** A {@link BiasField} of order 3, its strength uniform between the two, with a drawn seed. */
@About(value = "Random smooth shading.", source = "TorchIO RandomBiasField")
public record RandomBiasField(
    @About("lowest strength") @Default("0") double smallest,
    @About("highest strength") @Default("0.5") double largest)
    implements Augmentation {
  public RandomBiasField {
    Require.within("smallest", smallest, 0, 5);
    Require.within("largest", largest, smallest, 5);
  }

  @Override
  public BiasField draw(RandomGenerator random, Case one) {
    return new BiasField(Draw.between(random, smallest, largest), 3, random.nextLong());
  }
}
