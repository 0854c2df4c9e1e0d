package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Vec3;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a NIfTI grid lies. NIfTI says RAS, Osler LPS: x and y change sign.
 *
 * <p>The rule of preference, as in nibabel: sform when its code is above 0, else qform, else pixdim
 * alone at the origin. When both forms are set and the matrices disagree by more than 0.1 mm at
 * voxel (100, 100, 100), the sform counts and the warning says so.
 */
record NiftiGrid(Geometry geometry, Optional<String> warning) {

  static NiftiGrid of(Path file, ByteBuffer in, boolean two, double[] pixdim) {
    double unit = unit(two ? in.getInt(500) : in.get(123));
    int q = two ? in.getInt(344) : in.getShort(252);
    int s = two ? in.getInt(348) : in.getShort(254);
    if (s > 0) {
      Vec3[] columns = new Vec3[4];
      for (int c = 0; c < 4; c++) {
        double[] v = new double[3];
        for (int r = 0; r < 3; r++) {
          v[r] = two ? in.getDouble(400 + 32 * r + 8 * c) : in.getFloat(280 + 16 * r + 4 * c);
        }
        columns[c] = new Vec3(-v[0] * unit, -v[1] * unit, v[2] * unit);
      }
      Geometry form = geometry(file, columns);
      return new NiftiGrid(
          form, q > 0 ? disagreement(file, in, two, pixdim, unit, form) : Optional.empty());
    }
    if (q > 0) {
      return new NiftiGrid(quaternion(file, in, two, pixdim, unit), Optional.empty());
    }
    double[] length = lengths(file, pixdim, unit);
    Rotation ras = new Rotation(new Vec3(-1, 0, 0), new Vec3(0, -1, 0), new Vec3(0, 0, 1));
    return new NiftiGrid(
        new Geometry(new Vec3(length[0], length[1], length[2]), Vec3.ZERO, ras), Optional.empty());
  }

  private static Optional<String> disagreement(
      Path file, ByteBuffer in, boolean two, double[] pixdim, double unit, Geometry sform) {
    try {
      Vec3 far = new Vec3(100, 100, 100);
      Geometry qform = quaternion(file, in, two, pixdim, unit);
      double apart =
          Math.max(
              sform.origin().minus(qform.origin()).norm(),
              sform.toPatient(far).minus(qform.toPatient(far)).norm());
      return apart <= 0.1
          ? Optional.empty()
          : Optional.of(
              "%s: its sform and qform lie up to %.1f mm apart; the sform is used."
                  .formatted(file, apart));
    } catch (InputException broken) {
      return Optional.of(file + ": its qform is not valid; the sform is used.");
    }
  }

  /** b, c, d of a unit quaternion (a ≥ 0), pixdim[0] < 0 flips k. */
  private static Geometry quaternion(
      Path file, ByteBuffer in, boolean two, double[] pixdim, double unit) {
    double[] p = new double[6];
    for (int i = 0; i < 6; i++) {
      p[i] = two ? in.getDouble(352 + 8 * i) : in.getFloat(256 + 4 * i);
    }
    double b = p[0];
    double c = p[1];
    double d = p[2];
    double rest = 1 - (b * b + c * c + d * d);
    if (!(rest > -1e-4)) {
      throw Source.damaged(file, "its quaternion (%s, %s, %s) is no rotation".formatted(b, c, d));
    }
    double a = Math.sqrt(Math.max(0, rest));
    if (rest < 1e-7) {
      double norm = Math.sqrt(b * b + c * c + d * d);
      b /= norm;
      c /= norm;
      d /= norm;
      a = 0;
    }
    double k = pixdim[0] < 0 ? -1 : 1;
    double[] l = lengths(file, pixdim, unit);
    Rotation rotation =
        new Rotation(
            new Vec3(-(a * a + b * b - c * c - d * d), -2 * (b * c + a * d), 2 * (b * d - a * c)),
            new Vec3(-2 * (b * c - a * d), -(a * a + c * c - b * b - d * d), 2 * (c * d + a * b)),
            new Vec3(-2 * (b * d + a * c), -2 * (c * d - a * b), a * a + d * d - c * c - b * b)
                .times(k));
    return new Geometry(
        new Vec3(l[0], l[1], l[2]), new Vec3(-p[3] * unit, -p[4] * unit, p[5] * unit), rotation);
  }

  /** Columns of an affine matrix, LPS mm → spacing and directions; shear is refused. */
  static Geometry geometry(Path file, Vec3[] columns) {
    Vec3 spacing = new Vec3(columns[0].norm(), columns[1].norm(), columns[2].norm());
    if (!(spacing.x() > 0 && spacing.y() > 0 && spacing.z() > 0) || !spacing.isFinite()) {
      throw badSpacing(file, spacing);
    }
    try {
      Rotation rotation =
          new Rotation(
              columns[0].times(1 / spacing.x()),
              columns[1].times(1 / spacing.y()),
              columns[2].times(1 / spacing.z()));
      return new Geometry(spacing, columns[3], rotation);
    } catch (InputException sheared) {
      throw new InputException(file + ": " + sheared.getMessage(), "", "", sheared);
    }
  }

  private static double[] lengths(Path file, double[] pixdim, double unit) {
    double[] out = new double[3];
    for (int i = 0; i < 3; i++) {
      out[i] = pixdim[i + 1] * unit;
      if (!(out[i] > 0) || Double.isInfinite(out[i])) {
        throw badSpacing(file, new Vec3(pixdim[1], pixdim[2], pixdim[3]));
      }
    }
    return out;
  }

  /** The low three bits of xyzt_units: metres, millimetres, micrometres; unknown means mm. */
  private static double unit(int code) {
    return switch (code & 7) {
      case 1 -> 1000;
      case 3 -> 0.001;
      default -> 1;
    };
  }

  private static InputException badSpacing(Path file, Vec3 spacing) {
    return new InputException(
        file + " has a voxel spacing of " + spacing + " mm.",
        "a single-slice series, or a converter that dropped the spacing.",
        "correct the header (pixdim, sform) with the spacing of the scan.");
  }
}
