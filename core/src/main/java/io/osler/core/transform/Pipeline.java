package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.volume.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Steps in order, fixed and random ones mixed; every draw sees the case as it enters. */
@About("Steps in order, fixed and random ones mixed.")
public record Pipeline(@About("the steps, first to last") List<Augmentation> steps)
    implements Augmentation {
  public Pipeline {
    steps = List.copyOf(steps);
  }

  @Override
  public Transform draw(RandomGenerator random, Case one) {
    List<Transform> drawn = new ArrayList<>(steps.size());
    for (Augmentation step : steps) {
      drawn.add(step.draw(random, one));
    }
    return new Chain(drawn);
  }
}
