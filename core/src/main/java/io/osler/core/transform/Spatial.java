package io.osler.core.transform;

import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Optional;

/**
 * A transform that changes where the voxels lie: a new grid over the same patient.
 *
 * <p>Physical points are preserved: the {@link io.osler.core.volume.Geometry} moves with the grid,
 * so that anatomy keeps its millimetres. A flipped, turned or enlarged image is the same patient
 * seen through a flipped, turned or finer grid; landmarks and boxes, which are in millimetres,
 * stay, and their voxel indices move. Transforms that bend the patient move the points as well, by
 * {@link #move}.
 */
public interface Spatial extends Transform {
  Volume apply(Volume image);

  /** By a {@link LabelRule}: no label value that was not there before, except 0 for outside. */
  LabelMap apply(LabelMap labels);

  /** Where a patient point in mm of the given image comes to lie. */
  default Vec3 move(Vec3 point, Volume image) {
    return point;
  }

  /**
   * What brings the result back onto the grid of the image it came from, as far as nothing was cut
   * away: values between voxels are interpolated once more. Empty where there is no way back.
   */
  default Optional<Transform> inverse(Volume image) {
    return Optional.of(OntoGrid.of(image.size(), image.geometry()));
  }

  @Override
  default Optional<Transform> inverse(Case before) {
    return inverse(before.image());
  }

  @Override
  default Case apply(Case one) {
    Volume image = one.image();
    Truth truth =
        switch (one.truth()) {
          case Truth.Mask(LabelMap map) -> new Truth.Mask(apply(map));
          case Truth.Target(Volume other) -> new Truth.Target(apply(other));
          case Truth.Landmarks(var points) ->
              new Truth.Landmarks(points.stream().map(p -> move(p, image)).toList());
          case Truth.Boxes(var boxes) ->
              new Truth.Boxes(boxes.stream().map(b -> Corners.around(b, this, image)).toList());
          case Truth.Unknown _, Truth.Category _, Truth.Findings _, Truth.Quantity _ -> one.truth();
        };
    return one.with(apply(image), truth);
  }
}
