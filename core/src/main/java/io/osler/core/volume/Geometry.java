package io.osler.core.volume;

import io.osler.core.config.InputException;

/**
 * Where the voxel grid lies in the patient: DICOM LPS axes, millimetres.
 *
 * <p>p = origin + direction · (spacing ∘ index); index (0, 0, 0) is the centre of the first voxel.
 *
 * @param spacing distance between voxel centres along i, j, k in mm, each positive
 * @param origin patient position of the centre of voxel (0, 0, 0) in mm
 * @param direction patient directions of the voxel axes
 */
public record Geometry(Vec3 spacing, Vec3 origin, Rotation direction) {
  /** 1 mm, no offset: for pictures that carry no geometry (PNG, NPZ). */
  public static final Geometry UNIT = new Geometry(Vec3.ONE, Vec3.ZERO, Rotation.IDENTITY);

  public Geometry {
    if (!(spacing.x() > 0 && spacing.y() > 0 && spacing.z() > 0) || !spacing.isFinite()) {
      throw new InputException(
          "Spacing must be positive on every axis (mm), got " + spacing + ".",
          "a single-slice series, or a converter that dropped the spacing.",
          "correct the header, or give the spacing explicitly.");
    }
    if (!origin.isFinite()) {
      throw new InputException(
          "The origin " + origin + " is not finite.", "a damaged header.", "correct the header.");
    }
  }

  public static Geometry spaced(double x, double y, double z) {
    return new Geometry(new Vec3(x, y, z), Vec3.ZERO, Rotation.IDENTITY);
  }

  /** Voxel index (i, j, k) to patient point (x, y, z) in mm. */
  public Vec3 toPatient(Vec3 index) {
    return origin.plus(direction.times(index.times(spacing)));
  }

  /** Patient point in mm to (fractional) voxel index. */
  public Vec3 toIndex(Vec3 point) {
    Vec3 along = direction.transposeTimes(point.minus(origin));
    return new Vec3(along.x() / spacing.x(), along.y() / spacing.y(), along.z() / spacing.z());
  }

  /** The same grid directions and spacing, with voxel {@code index} as the new first voxel. */
  public Geometry startingAt(Vec3 index) {
    return new Geometry(spacing, toPatient(index), direction);
  }

  /** Volume of one voxel in mm³. */
  public double voxelVolume() {
    return spacing.x() * spacing.y() * spacing.z();
  }

  /** Equal within {@code toleranceMm} for spacing and origin, and 1e-4 for directions. */
  public boolean matches(Geometry other, double toleranceMm) {
    return spacing.minus(other.spacing).norm() <= toleranceMm
        && origin.minus(other.origin).norm() <= toleranceMm
        && direction.i().minus(other.direction.i()).norm() <= 1e-4
        && direction.j().minus(other.direction.j()).norm() <= 1e-4
        && direction.k().minus(other.direction.k()).norm() <= 1e-4;
  }

  @Override
  public String toString() {
    return "spacing %s mm from %s, axes %s, %s, %s"
        .formatted(spacing, origin, direction.i(), direction.j(), direction.k());
  }
}
