package io.osler.core.transform;

import io.osler.core.volume.Case;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A deterministic step from case to case; a record whose components are its parameters. It never
 * changes its input, and moves image, masks, points and boxes together.
 *
 * <p>It is also the augmentation that always draws itself, so that fixed and random steps stand in
 * one list.
 */
public interface Transform extends Augmentation {
  Case apply(Case one);

  @Override
  default Transform draw(RandomGenerator random, Case one) {
    return this;
  }

  /**
   * What undoes it for a case that was {@code before} it, in space: a mask found in the result
   * comes back onto the first image. Intensities do not come back. Empty where there is no way
   * back.
   */
  default Optional<Transform> inverse(Case before) {
    return Optional.empty();
  }

  /** This one, then the next. */
  default Transform then(Transform next) {
    return new Chain(List.of(this, next));
  }
}
