package io.osler.core.transform;

import io.osler.core.volume.Case;

/**
 * A deterministic step from case to case; a record whose components are its parameters. It never
 * changes its input, and moves image, masks, points and boxes together.
 */
@FunctionalInterface
public interface Transform {
  Case apply(Case one);

  default Transform then(Transform next) {
    return one -> next.apply(apply(one));
  }
}
