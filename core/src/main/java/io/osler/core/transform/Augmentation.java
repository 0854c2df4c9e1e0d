package io.osler.core.transform;

import io.osler.core.volume.Case;
import java.util.random.RandomGenerator;

/**
 * A random transform: it only draws parameters and hands them to a deterministic one, so that each
 * sample's history can be printed and replayed.
 */
@FunctionalInterface
public interface Augmentation {
  /** The drawn transform for this case; the same generator state gives the same transform. */
  Transform draw(RandomGenerator random, Case one);
}
