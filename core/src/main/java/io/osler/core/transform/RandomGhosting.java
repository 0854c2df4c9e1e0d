package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/** {@link Ghosting} of a uniform strength and number of copies, along i or j. */
@About(value = "Random faint copies along one axis (MR).", source = "TorchIO RandomGhosting")
public record RandomGhosting(
    @About("fewest copies") @Default("4") int fewest,
    @About("most copies") @Default("10") int most,
    @About("greatest strength") @Default("0.5") double strength)
    implements Augmentation {
  public RandomGhosting {
    Require.within("fewest", fewest, 2, 1000);
    Require.within("most", most, fewest, 1000);
    Require.within("strength", strength, 0, 1);
  }

  @Override
  public Ghosting draw(RandomGenerator random, Case one) {
    Axis axis = random.nextBoolean() ? Axis.I : Axis.J;
    return new Ghosting(axis, random.nextInt(fewest, most + 1), Draw.between(random, 0, strength));
  }
}
