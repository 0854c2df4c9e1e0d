package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Between {@code least} and {@code most} of the choices (the number uniform, then each subset of
 * that number equally likely), applied in the order in which they are listed.
 */
@About("Some of several steps, in the order listed.")
public record SomeOf(
    @About("how many at least") @Default("0") int least,
    @About("how many at most") int most,
    @About("the steps") List<Augmentation> choices)
    implements Augmentation {
  public SomeOf {
    choices = List.copyOf(choices);
    Require.within("most", most, 0, choices.size());
    Require.within("least", least, 0, most);
  }

  @Override
  public Transform draw(RandomGenerator random, Case one) {
    int wanted = random.nextInt(least, most + 1);
    List<Transform> drawn = new ArrayList<>(wanted);
    int left = choices.size();
    for (Augmentation choice : choices) {
      // Selection sampling (Knuth, algorithm S) keeps the listed order.
      if (random.nextInt(left--) < wanted) {
        drawn.add(choice.draw(random, one));
        wanted--;
      }
    }
    return new Chain(drawn);
  }
}
