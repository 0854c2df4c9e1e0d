package io.osler.core.transform;

import io.osler.core.volume.Case;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A random transform: it only draws parameters and hands them to a deterministic one, so that each
 * sample's history can be printed and replayed. Parameters are relative (degrees, fractions of the
 * size, of the intensity range), so a draw depends on the case at most through its being 2-D.
 */
public interface Augmentation {
  /** The drawn transform for this case; the same generator state gives the same transform. */
  Transform draw(RandomGenerator random, Case one);

  /** This one, then the next. */
  default Augmentation then(Augmentation next) {
    return new Pipeline(List.of(this, next));
  }
}
