package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.volume.Case;
import java.util.List;
import java.util.random.RandomGenerator;

/** One of the choices, each equally likely. */
@About("One of several steps, each equally likely.")
public record OneOf(@About("the steps") List<Augmentation> choices) implements Augmentation {
  public OneOf {
    choices = List.copyOf(choices);
    Require.that(!choices.isEmpty(), "choices", choices, "at least one step");
  }

  @Override
  public Transform draw(RandomGenerator random, Case one) {
    return choices.get(random.nextInt(choices.size())).draw(random, one);
  }
}
