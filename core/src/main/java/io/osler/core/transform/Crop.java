package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.Optional;

/**
 * out(v) = in(v + start): the part that begins at voxel {@code start} and has {@code size}. Refuses
 * a part that reaches outside. A 2-D image keeps its one slice whatever is asked for along k.
 * Memory: two copies of the image.
 */
@About("The part that begins at a voxel and has a size.")
public record Crop(
    @About("[i, j, k] of its first voxel") @Unit("voxels") Voxel start,
    @About("[width, height, depth]") @Unit("voxels") Size size)
    implements Spatial {
  public Crop {
    Require.that(start.i() >= 0 && start.j() >= 0 && start.k() >= 0, "start", start, "≥ 0");
  }

  @Override
  public Volume apply(Volume image) {
    return Grid.cut(image, start(image.size()), size(image.size()), Border.CONSTANT, 0);
  }

  @Override
  public Optional<Transform> inverse(Volume image) {
    return Grid.back(start(image.size()), image.size(), size(image.size()));
  }

  @Override
  public LabelMap apply(LabelMap map) {
    return Grid.cut(map, start(map.size()), size(map.size()), Border.CONSTANT);
  }

  private Voxel start(Size image) {
    return image.is2d() ? new Voxel(start.i(), start.j(), 0) : start;
  }

  private Size size(Size image) {
    Size part = image.is2d() ? size.with(2, 1) : size;
    Voxel first = start(image);
    for (int axis = 0; axis < 3; axis++) {
      Require.that(
          (long) first.get(axis) + part.get(axis) <= image.get(axis),
          "crop",
          "size " + part + " from " + first,
          "a part that lies inside the image of " + image);
    }
    return part;
  }
}
