package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/**
 * The step with a probability, else {@link Identity}. The step is drawn either way, so that what
 * follows it in the stream does not depend on the choice.
 */
@About("A step with a probability.")
public record Sometimes(
    @About("of the step") @Default("0.5") double probability, @About("the step") Augmentation step)
    implements Augmentation {
  public Sometimes {
    Require.within("probability", probability, 0, 1);
  }

  @Override
  public Transform draw(RandomGenerator random, Case one) {
    boolean chosen = random.nextDouble() < probability;
    Transform drawn = step.draw(random, one);
    return chosen ? drawn : new Identity();
  }
}
