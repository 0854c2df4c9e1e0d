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
 * x ↦ S·R·x + t about the centre of the image, in mm along the grid's axes: turned, then enlarged,
 * then shifted; linear interpolation.
 *
 * <p>R = R_k·R_j·R_i, each right-handed about its axis (about k: from +i to +j, clockwise on a
 * screen whose rows run downwards). The image keeps its size; its grid turns, widens and moves the
 * other way, so every point keeps its millimetres. On a 2-D image only what happens in the plane
 * counts. Memory: two copies of the image.
 *
 * @param rotation degrees about i, j, k
 * @param scale factor along i, j, k: 2 shows everything twice as large
 * @param shift along i, j, k as a fraction of the image's extent
 * @param fill what constant borders hold; labels get 0
 */
@About("Turns, enlarges and shifts about the centre.")
public record Affine(
    @About("about i, j, k") @Unit("degrees") @Default("[0, 0, 0]") Vec3 rotation,
    @About("factors along i, j, k") @Default("[1, 1, 1]") Vec3 scale,
    @About("along i, j, k") @Unit("fraction of the extent") @Default("[0, 0, 0]") Vec3 shift,
    @About("what comes in from outside") @Default("constant") Border border,
    @About("the value of a constant border") @Default("0") double fill,
    @About("how labels move") @Default("nearest") LabelRule labels)
    implements Spatial {
  public Affine {
    Require.that(rotation.isFinite(), "rotation", rotation, "finite degrees");
    Require.that(shift.isFinite(), "shift", shift, "finite fractions");
    Require.within("fill", fill, -1e30, 1e30);
    for (int axis = 0; axis < 3; axis++) {
      Require.within("scale", scale.get(axis), 1e-3, 1e3);
    }
  }

  public Affine(Vec3 rotation, Vec3 scale, Vec3 shift, Border border, double fill) {
    this(rotation, scale, shift, border, fill, LabelRule.NEAREST);
  }

  /** In the plane: degrees, one factor, shift as fractions of width and height; edges repeated. */
  public static Affine inPlane(double degrees, double scale, double shiftI, double shiftJ) {
    return new Affine(
        new Vec3(0, 0, degrees),
        new Vec3(scale, scale, 1),
        new Vec3(shiftI, shiftJ, 0),
        Border.EDGE,
        0);
  }

  @Override
  public Volume apply(Volume image) {
    return sampler(image.size(), image.geometry()).apply(image);
  }

  @Override
  public LabelMap apply(LabelMap map) {
    Sampler sampler = sampler(map.size(), map.geometry());
    return labels == LabelRule.NEAREST
        ? sampler.apply(map)
        : new LabelMap(
            map.size(),
            sampler.geometry(),
            LabelRule.shares(map, map.size(), sampler.filledWith(0)::apply));
  }

  private Sampler sampler(Size size, Geometry grid) {
    boolean flat = size.is2d();
    Rotation turn = turn(flat);
    Vec3 spacing = grid.spacing();
    Vec3 centre =
        new Vec3((size.width() - 1) / 2.0, (size.height() - 1) / 2.0, (size.depth() - 1) / 2.0);
    Vec3 extent = new Vec3(size.width(), size.height(), flat ? 0 : size.depth());
    Vec3 wider = new Vec3(1 / scale.x(), 1 / scale.y(), flat ? 1 : 1 / scale.z());
    double[] m = new double[12];
    for (int axis = 0; axis < 3; axis++) {
      Vec3 row = turn.column(axis); // row of R⁻¹ = column of R
      double origin = centre.get(axis);
      for (int a = 0; a < 3; a++) {
        double step = row.get(a) * wider.get(a) * spacing.get(a) / spacing.get(axis);
        m[4 * axis + a] = step;
        origin -= step * (centre.get(a) + shift.get(a) * extent.get(a));
      }
      m[4 * axis + 3] = origin;
    }
    Rotation old = grid.direction();
    Geometry moved =
        new Geometry(
            spacing.times(wider),
            grid.toPatient(new Vec3(m[3], m[7], m[11])),
            new Rotation(
                old.times(back(turn, 0)), old.times(back(turn, 1)), old.times(back(turn, 2))));
    return new Sampler(size, moved, m, border, (float) fill);
  }

  /** Where output axis {@code a} points in the old grid: R⁻¹ eₐ. */
  private static Vec3 back(Rotation turn, int a) {
    return new Vec3(turn.i().get(a), turn.j().get(a), turn.k().get(a));
  }

  Rotation turn(boolean flat) {
    return turn(flat ? rotation.with(0, 0).with(1, 0) : rotation);
  }

  /** R = R_k·R_j·R_i by its columns, from degrees about i, j, k. */
  static Rotation turn(Vec3 degrees) {
    double a = Math.toRadians(degrees.x());
    double b = Math.toRadians(degrees.y());
    double c = Math.toRadians(degrees.z());
    double ca = Math.cos(a);
    double sa = Math.sin(a);
    double cb = Math.cos(b);
    double sb = Math.sin(b);
    double cc = Math.cos(c);
    double sc = Math.sin(c);
    return new Rotation(
        new Vec3(cc * cb, sc * cb, -sb),
        new Vec3(cc * sb * sa - sc * ca, sc * sb * sa + cc * ca, cb * sa),
        new Vec3(cc * sb * ca + sc * sa, sc * sb * ca - cc * sa, cb * ca));
  }
}
