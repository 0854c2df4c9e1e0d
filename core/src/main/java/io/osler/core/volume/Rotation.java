package io.osler.core.volume;

import io.osler.core.config.InputException;
import java.util.Locale;

/**
 * Orthonormal direction cosines: {@code i}, {@code j}, {@code k} are the patient directions (LPS)
 * in which the three voxel axes run. Left-handed sets are allowed, as in ITK; sheared ones are
 * refused.
 */
public record Rotation(Vec3 i, Vec3 j, Vec3 k) {
  /** How far from orthonormal stored cosines may be: NIfTI and DICOM keep about six digits. */
  private static final double TOLERANCE = 1e-3;

  public static final Rotation IDENTITY =
      new Rotation(new Vec3(1, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1));

  public Rotation {
    boolean unit = near(i.norm(), 1) && near(j.norm(), 1) && near(k.norm(), 1);
    boolean square = near(i.dot(j), 0) && near(i.dot(k), 0) && near(j.dot(k), 0);
    if (!unit || !square) {
      throw new InputException(
          "Its voxel axes run along %s, %s and %s, not at right angles."
              .formatted(text(i), text(j), text(k)),
          "a sheared matrix (an untreated gantry tilt, an affine registration) or a damaged"
              + " header.",
          "resample the image on a rectangular grid before using it.");
    }
  }

  private static String text(Vec3 v) {
    return String.format(Locale.ROOT, "(%.4f, %.4f, %.4f)", v.x(), v.y(), v.z());
  }

  /** Along the voxel axes to patient axes. */
  public Vec3 times(Vec3 v) {
    return i.times(v.x()).plus(j.times(v.y())).plus(k.times(v.z()));
  }

  /** Patient axes to along the voxel axes. */
  public Vec3 transposeTimes(Vec3 v) {
    return new Vec3(i.dot(v), j.dot(v), k.dot(v));
  }

  /** +1 right-handed, −1 left-handed. */
  public int handedness() {
    return i.cross(j).dot(k) > 0 ? 1 : -1;
  }

  public Vec3 column(int axis) {
    return axis == 0 ? i : axis == 1 ? j : k;
  }

  private static boolean near(double value, double wanted) {
    return Math.abs(value - wanted) <= TOLERANCE;
  }
}
