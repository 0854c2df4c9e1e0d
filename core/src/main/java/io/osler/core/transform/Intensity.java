package io.osler.core.transform;

import io.osler.core.volume.Case;
import io.osler.core.volume.Volume;

/** A transform that changes intensities and leaves every voxel where it is. */
public interface Intensity extends Transform {
  Volume apply(Volume image);

  @Override
  default Case apply(Case one) {
    return one.with(apply(one.image()));
  }
}
