package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Optional;

/**
 * The part of exactly {@code size} that begins at round(at · (n − m)) along each axis: 0 is the
 * first place it can have, 1 the last. Along an axis where the image is smaller it is padded about
 * its centre. A 2-D image keeps its one slice. Memory: two copies of the image.
 */
@About("A part of a size at a relative place; padded where the image is smaller.")
public record CropAt(
    @About("0 first to 1 last, along i, j, k") @Unit("fraction") Vec3 at,
    @About("[width, height, depth]") @Unit("voxels") Size size,
    @About("what new voxels hold") @Default("constant") Border border,
    @About("the value of a constant border") @Default("0") double fill)
    implements Spatial {
  public CropAt {
    for (int axis = 0; axis < 3; axis++) {
      Require.within("at", at.get(axis), 0, 1);
    }
    Require.within("fill", fill, -1e30, 1e30);
  }

  @Override
  public Volume apply(Volume image) {
    return Grid.cut(image, start(image.size()), wanted(size, image.size()), border, (float) fill);
  }

  @Override
  public LabelMap apply(LabelMap map) {
    return Grid.cut(map, start(map.size()), wanted(size, map.size()), border);
  }

  @Override
  public Optional<Transform> inverse(Volume image) {
    Size from = image.size();
    return Grid.back(start(from), from, wanted(size, from));
  }

  static Size wanted(Size size, Size from) {
    return from.is2d() ? size.with(2, 1) : size;
  }

  private Voxel start(Size from) {
    Size to = wanted(size, from);
    int[] start = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      int room = from.get(axis) - to.get(axis);
      start[axis] = room < 0 ? Math.floorDiv(room, 2) : (int) Math.rint(at.get(axis) * room);
    }
    return new Voxel(start[0], start[1], start[2]);
  }
}
