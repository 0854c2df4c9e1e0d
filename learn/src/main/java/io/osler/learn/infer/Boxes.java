package io.osler.learn.infer;

import io.osler.core.transform.Voxel;
import io.osler.core.volume.Volume;

/** Takes values on a grid box by box; together the boxes fill it, and none lies in another. */
@FunctionalInterface
public interface Boxes {
  /**
   * @param low the voxel of the whole grid that the box begins with
   */
  void add(Voxel low, Volume box);
}
