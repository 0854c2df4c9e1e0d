package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A {@link Flip} along each of the axes with a probability of its own; never along k in 2-D. */
@About("Mirrors along each axis with a probability.")
public record RandomFlip(
    @About("which of i, j, k") @Default("[i]") List<Axis> axes,
    @About("of each axis") @Default("0.5") double probability)
    implements Augmentation {
  public RandomFlip {
    axes = axes.stream().distinct().sorted().toList();
    Require.within("probability", probability, 0, 1);
  }

  @Override
  public Transform draw(RandomGenerator random, Case one) {
    List<Axis> drawn = new ArrayList<>(axes.size());
    for (Axis axis : axes) {
      boolean chosen = random.nextDouble() < probability;
      if (chosen && !(axis == Axis.K && one.image().is2d())) {
        drawn.add(axis);
      }
    }
    return drawn.isEmpty() ? new Identity() : new Flip(drawn);
  }
}
