package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.volume.Case;
import java.util.Optional;

/** f(x) = x: what a step that was not chosen draws. Memory: the image itself. */
@About("Changes nothing.")
public record Identity() implements Transform {
  @Override
  public Case apply(Case one) {
    return one;
  }

  @Override
  public Optional<Transform> inverse(Case before) {
    return Optional.of(this);
  }
}
