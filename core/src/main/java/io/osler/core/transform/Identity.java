package io.osler.core.transform;

import io.osler.core.volume.Case;

/** f(x) = x: what a step that was not chosen draws. */
public record Identity() implements Transform {
  @Override
  public Case apply(Case one) {
    return one;
  }
}
