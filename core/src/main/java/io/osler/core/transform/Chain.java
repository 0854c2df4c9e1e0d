package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.volume.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * fₙ ∘ … ∘ f₁: fixed steps in order; what a {@link Pipeline} draws, the history of one sample.
 * Memory: what its steps take, one after the other.
 */
@About("Fixed steps in order.")
public record Chain(@About("the steps, first to last") List<Transform> steps) implements Transform {
  /** Chains inside are unfolded and identities left out, so that a history reads as one list. */
  public Chain {
    steps =
        steps.stream()
            .flatMap(s -> s instanceof Chain(var inner) ? inner.stream() : Stream.of(s))
            .filter(s -> !(s instanceof Identity))
            .toList();
  }

  @Override
  public Case apply(Case one) {
    for (Transform step : steps) {
      one = step.apply(one);
    }
    return one;
  }

  /** The steps' inverses, last first; empty as soon as one has none. */
  @Override
  public Optional<Transform> inverse(Case before) {
    List<Transform> back = new ArrayList<>();
    Case now = before;
    for (Transform step : steps) {
      Optional<Transform> inverse = step.inverse(now);
      if (inverse.isEmpty()) {
        return inverse;
      }
      back.addFirst(inverse.get());
      now = step.apply(now);
    }
    return Optional.of(new Chain(back));
  }
}
