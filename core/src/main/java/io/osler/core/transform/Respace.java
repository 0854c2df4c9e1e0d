package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;

/**
 * The same patient on voxels of another size: m = round(n·s/s′) along each axis, the new grid
 * centred on the old one, its spacing exactly s′.
 *
 * <p>Each axis is resampled by itself. Along an axis that is coarse, its spacing more than three
 * times the finest, a smooth kernel would ring across slices: {@code coarse} is used there (Isensee
 * et al. 2021). Labels go by their own rule. Along k a 2-D image stays as it is. Memory: three
 * copies of the image.
 */
@About(value = "Resamples to a voxel spacing.", source = "Isensee et al. 2021 (anisotropy)")
public record Respace(
    @About("[x, y, z] along the voxel axes") @Unit("mm") Vec3 spacing,
    @About("between voxels") @Default("linear") Interpolation interpolation,
    @About("between voxels along a coarse axis") @Default("nearest") Interpolation coarse,
    @About("how labels move") @Default("nearest") LabelRule labels)
    implements Spatial {
  private static final double COARSE = 3;

  public Respace {
    for (int axis = 0; axis < 3; axis++) {
      Require.within("spacing", spacing.get(axis), 1e-4, 1e4);
    }
  }

  public Respace(Vec3 spacing, Interpolation interpolation, Interpolation coarse) {
    this(spacing, interpolation, coarse, LabelRule.NEAREST);
  }

  @Override
  public Volume apply(Volume image) {
    Vec3 old = image.geometry().spacing();
    double finest = Math.min(old.x(), old.y());
    finest = image.is2d() ? finest : Math.min(finest, old.z());
    Size to = size(image.size(), old); // refused before anything of that size is made
    Channels.length(image.channels(), to);
    float[] voxels = image.voxels();
    Size now = image.size();
    for (int axis = 0; axis < 3; axis++) {
      int n = now.get(axis);
      int m = to.get(axis);
      double step = step(image.size(), old, axis);
      if (n != m || step != 1) {
        Interpolation how = old.get(axis) > COARSE * finest ? coarse : interpolation;
        int inner = axis == 0 ? 1 : axis == 1 ? now.width() : now.width() * now.height();
        int outer = voxels.length / (inner * n);
        voxels = Taps.at(n, m, start(n, m, step), step, how).apply(voxels, outer, inner);
        now = now.with(axis, m);
      }
    }
    Channels.sound(image.voxels(), voxels);
    return new Volume(now, image.channels(), geometry(image.size(), image.geometry()), voxels);
  }

  @Override
  public LabelMap apply(LabelMap map) {
    Size from = map.size();
    Vec3 old = map.geometry().spacing();
    Taps[] taps = new Taps[3];
    Size to = size(from, old);
    if (labels == LabelRule.LINEAR) {
      Respace linear = new Respace(spacing, Interpolation.LINEAR, coarse);
      return new LabelMap(
          to, geometry(from, map.geometry()), LabelRule.shares(map, to, linear::apply));
    }
    for (int axis = 0; axis < 3; axis++) {
      int m = to.get(axis);
      double step = step(from, old, axis);
      double start = start(from.get(axis), m, step);
      taps[axis] = Taps.at(from.get(axis), m, start, step, Interpolation.NEAREST);
    }
    return new LabelMap(to, geometry(from, map.geometry()), Resize.pick(map, to, taps));
  }

  private double step(Size size, Vec3 old, int axis) {
    return axis == 2 && size.is2d() ? 1 : spacing.get(axis) / old.get(axis);
  }

  private int length(Size size, Vec3 old, int axis) {
    double length = Math.rint(size.get(axis) / step(size, old, axis));
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, length));
  }

  private Size size(Size from, Vec3 old) {
    return new Size(length(from, old, 0), length(from, old, 1), length(from, old, 2));
  }

  private static double start(int n, int m, double step) {
    return (n - 1) / 2.0 - (m - 1) / 2.0 * step;
  }

  private Geometry geometry(Size size, Geometry old) {
    Vec3 first = Vec3.ZERO;
    for (int axis = 0; axis < 3; axis++) {
      int m = length(size, old.spacing(), axis);
      first = first.with(axis, start(size.get(axis), m, step(size, old.spacing(), axis)));
    }
    Vec3 wanted = size.is2d() ? spacing.with(2, old.spacing().z()) : spacing;
    return new Geometry(wanted, old.toPatient(first), old.direction());
  }
}
