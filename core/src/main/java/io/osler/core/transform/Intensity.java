package io.osler.core.transform;

import io.osler.core.volume.Case;
import io.osler.core.volume.Volume;
import java.util.Optional;

/** A transform that changes intensities and leaves every voxel where it is. */
public interface Intensity extends Transform {
  Volume apply(Volume image);

  /** Every voxel is where it was. */
  @Override
  default Optional<Transform> inverse(Case before) {
    return Optional.of(new Identity());
  }

  @Override
  default Case apply(Case one) {
    return one.with(apply(one.image()));
  }
}
