package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/** A {@link Gamma} whose gamma has a uniform logarithm between the two. */
@About("Gamma with a uniform logarithm.")
public record RandomGamma(
    @About("lowest") @Default("0.7") double smallest,
    @About("highest") @Default("1.5") double largest,
    @About("the power is taken of the negative image") @Default("false") boolean inverted,
    @About("mean and deviation of a channel stay, not its range") @Default("false") boolean moments)
    implements Augmentation {
  public RandomGamma {
    Require.within("smallest", smallest, 1e-3, 1e3);
    Require.within("largest", largest, smallest, 1e3);
  }

  /** The plain power; the range stays. */
  public RandomGamma(double smallest, double largest) {
    this(smallest, largest, false, false);
  }

  @Override
  public Gamma draw(RandomGenerator random, Case one) {
    return new Gamma(Draw.logBetween(random, smallest, largest), inverted, moments);
  }
}
