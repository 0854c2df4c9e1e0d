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

/**
 * A box of voxels about a point, turned and enlarged in one interpolation: out(o) = in(c + R⁻¹·(o −
 * c′)/s), c′ the middle of the box, turning in mm. Linear, labels by nearest; outside lies a fixed
 * value, labels 0. Without turning and scale and with a centre on the grid, voxels are copied.
 * Memory: the image and the result.
 *
 * @param centre voxel index that comes to lie in the middle of the box, (n − 1)/2 along each axis
 */
@About("A box about a voxel, turned and enlarged.")
public record Patch(
    @About("what lies in the middle") @Unit("voxels") Vec3 centre,
    @About("of the box") @Unit("voxels") Size size,
    @About("about i, j, k") @Unit("degrees") @Default("[0, 0, 0]") Vec3 rotation,
    @About("2 shows everything twice as large") @Default("1") double scale,
    @About("the value outside the image") @Default("0") double fill)
    implements Spatial {
  public Patch {
    Require.that(centre.isFinite(), "centre", centre, "a finite voxel index");
    Require.that(rotation.isFinite(), "rotation", rotation, "finite degrees");
    Require.within("scale", scale, 1e-3, 1e3);
    Require.within("fill", fill, -1e30, 1e30);
  }

  /** A plain cut. */
  public static Patch at(Vec3 centre, Size size) {
    return new Patch(centre, size, Vec3.ZERO, 1, 0);
  }

  @Override
  public Volume apply(Volume image) {
    if (isCut()) {
      return Grid.cut(image, start(), size, Border.CONSTANT, (float) fill);
    }
    return sampler(image.geometry()).apply(image);
  }

  @Override
  public LabelMap apply(LabelMap map) {
    if (isCut()) {
      return Grid.cut(map, start(), size, Border.CONSTANT);
    }
    return sampler(map.geometry()).apply(map);
  }

  /**
   * The voxels of an image that the patch looks at, clipped to it: first and one past the last
   * along each axis. Two slices at least of a volume, which stays one.
   */
  public int[][] reach(Size image, Geometry grid) {
    double[] m = sampler(grid).matrix();
    int[][] reach = new int[2][3];
    for (int axis = 0; axis < 3; axis++) {
      double low = m[4 * axis + 3];
      double high = low;
      for (int a = 0; a < 3; a++) {
        double far = m[4 * axis + a] * (size.get(a) - 1);
        low += Math.min(0, far);
        high += Math.max(0, far);
      }
      int n = image.get(axis);
      int least = Math.min(n, 2);
      reach[0][axis] = (int) Math.max(0, Math.min(n - least, Math.floor(low) - 1));
      reach[1][axis] = (int) Math.max(reach[0][axis] + least, Math.min(n, Math.ceil(high) + 2));
    }
    return reach;
  }

  /** The same patch of an image that begins at {@code low}. */
  public Patch seenFrom(int[] low) {
    Vec3 moved = centre.minus(new Vec3(low[0], low[1], low[2]));
    return new Patch(moved, size, rotation, scale, fill);
  }

  private boolean isCut() {
    Vec3 first = first();
    return scale == 1
        && rotation.equals(Vec3.ZERO)
        && first.x() == Math.rint(first.x())
        && first.y() == Math.rint(first.y())
        && first.z() == Math.rint(first.z());
  }

  private Vec3 first() {
    return centre.minus(middle());
  }

  private Vec3 middle() {
    return new Vec3((size.width() - 1) / 2.0, (size.height() - 1) / 2.0, (size.depth() - 1) / 2.0);
  }

  private Voxel start() {
    Vec3 first = first();
    return new Voxel((int) first.x(), (int) first.y(), (int) first.z());
  }

  private Sampler sampler(Geometry grid) {
    boolean flat = size.is2d();
    Rotation turn =
        new Affine(rotation, Vec3.ONE, Vec3.ZERO, Border.CONSTANT, 0).turn(flat); // R by columns
    Vec3 spacing = grid.spacing();
    Vec3 middle = middle();
    Vec3 wider = new Vec3(1 / scale, 1 / scale, flat ? 1 : 1 / scale);
    double[] m = new double[12];
    for (int axis = 0; axis < 3; axis++) {
      Vec3 row = turn.column(axis); // row of R⁻¹ = column of R
      double origin = centre.get(axis);
      for (int a = 0; a < 3; a++) {
        double step = row.get(a) * wider.get(a) * spacing.get(a) / spacing.get(axis);
        m[4 * axis + a] = step;
        origin -= step * middle.get(a);
      }
      m[4 * axis + 3] = origin;
    }
    Rotation old = grid.direction();
    Geometry moved =
        new Geometry(
            spacing.times(wider),
            grid.toPatient(new Vec3(m[3], m[7], m[11])),
            new Rotation(back(old, turn, 0), back(old, turn, 1), back(old, turn, 2)));
    return new Sampler(size, moved, m, Border.CONSTANT, (float) fill);
  }

  /** Where output axis {@code a} points in the old grid: R⁻¹ eₐ. */
  private static Vec3 back(Rotation old, Rotation turn, int a) {
    return old.times(new Vec3(turn.i().get(a), turn.j().get(a), turn.k().get(a)));
  }
}
