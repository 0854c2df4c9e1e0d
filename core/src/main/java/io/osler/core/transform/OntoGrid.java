package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.List;

/**
 * The patient on a given grid, such as another image's: out(x) = in(where x's millimetres lie);
 * linear interpolation. Memory: the image and the result.
 *
 * @param size of the grid
 * @param along patient directions of i, j, k
 */
@About("Resamples onto a given grid, such as another image's.")
public record OntoGrid(
    @About("[width, height, depth]") @Unit("voxels") Size size,
    @About("[x, y, z] along the voxel axes") @Unit("mm") Vec3 spacing,
    @About("of the first voxel's centre, LPS") @Unit("mm") @Default("[0, 0, 0]") Vec3 origin,
    @About("patient directions of i, j, k, LPS") @Default("[[1, 0, 0], [0, 1, 0], [0, 0, 1]]")
        List<Vec3> along,
    @About("what lies outside the image") @Default("constant") Border border,
    @About("the value of a constant border") @Default("0") double fill,
    @About("how labels move") @Default("nearest") LabelRule labels)
    implements Spatial {
  public OntoGrid {
    Require.that(along.size() == 3, "along", along, "three directions");
    Require.within("fill", fill, -1e30, 1e30);
    along = List.copyOf(along);
    geometry(spacing, origin, along); // refuses what is no grid
  }

  /** Onto a grid with 0 outside. */
  public static OntoGrid of(Size size, Geometry geometry) {
    return of(size, geometry, Border.CONSTANT, 0);
  }

  public static OntoGrid of(Size size, Geometry geometry, Border border, double fill) {
    Rotation d = geometry.direction();
    return new OntoGrid(
        size,
        geometry.spacing(),
        geometry.origin(),
        List.of(d.i(), d.j(), d.k()),
        border,
        fill,
        LabelRule.NEAREST);
  }

  private static Geometry geometry(Vec3 spacing, Vec3 origin, List<Vec3> along) {
    return new Geometry(spacing, origin, new Rotation(along.get(0), along.get(1), along.get(2)));
  }

  @Override
  public Volume apply(Volume image) {
    check(image.size());
    return spread(image);
  }

  @Override
  public LabelMap apply(LabelMap map) {
    check(map.size());
    return spread(map);
  }

  /** As {@link #apply(Volume)}, but a single slice may go onto many: it stands for all depths. */
  public Volume spread(Volume image) {
    return sampler(image.geometry(), (float) fill).apply(image);
  }

  /** Likewise of labels. */
  public LabelMap spread(LabelMap map) {
    Sampler sampler = sampler(map.geometry(), 0);
    return labels == LabelRule.NEAREST
        ? sampler.apply(map)
        : new LabelMap(size, sampler.geometry(), LabelRule.shares(map, size, sampler::apply));
  }

  private void check(Size from) {
    Require.that(!from.is2d() || size.is2d(), "size", size, "one slice: the image is 2-D, " + from);
  }

  private Sampler sampler(Geometry source, float outside) {
    Geometry geometry = geometry(spacing, origin, along);
    Sampler exact = Sampler.between(source, size, geometry, border, outside);
    double[] m = exact.matrix();
    // Where both grids are one up to axes' order and direction, rounding must not blur them.
    double[] whole = new double[m.length];
    for (int i = 0; i < m.length; i++) {
      whole[i] = Math.rint(m[i]);
      if (Math.abs(m[i] - whole[i]) > 1e-4) {
        return exact;
      }
    }
    return new Sampler(size, geometry, whole, border, outside);
  }
}
