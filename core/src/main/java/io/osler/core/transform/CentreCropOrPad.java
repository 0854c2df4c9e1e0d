package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.Optional;

/**
 * To exactly {@code size} about the centre: start = ⌊(n − m)/2⌋ along each axis, cut where it is
 * larger, padded where it is smaller. A 2-D image keeps its one slice. Memory: two copies of the
 * image.
 */
@About("To exactly a size about the centre.")
public record CentreCropOrPad(
    @About("[width, height, depth]") @Unit("voxels") Size size,
    @About("what new voxels hold") @Default("constant") Border border,
    @About("the value of a constant border") @Default("0") double fill)
    implements Spatial {
  public CentreCropOrPad {
    Require.within("fill", fill, -1e30, 1e30);
  }

  public CentreCropOrPad(Size size) {
    this(size, Border.CONSTANT, 0);
  }

  @Override
  public Volume apply(Volume image) {
    Size to = wanted(image.size());
    return Grid.cut(image, start(image.size(), to), to, border, (float) fill);
  }

  @Override
  public Optional<Transform> inverse(Volume image) {
    return Grid.back(start(image.size(), wanted(image.size())), image.size(), wanted(image.size()));
  }

  @Override
  public LabelMap apply(LabelMap map) {
    Size to = wanted(map.size());
    return Grid.cut(map, start(map.size(), to), to, border);
  }

  private Size wanted(Size from) {
    return from.is2d() ? size.with(2, 1) : size;
  }

  private static Voxel start(Size from, Size to) {
    return new Voxel(
        Math.floorDiv(from.width() - to.width(), 2),
        Math.floorDiv(from.height() - to.height(), 2),
        Math.floorDiv(from.depth() - to.depth(), 2));
  }
}
