package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Vec3;
import java.util.List;
import java.util.Locale;

/**
 * The grid that planes form: p(k) = p(0) + k·step, all parallel and alike, or a refusal.
 *
 * @param planes in ascending order along their normal
 * @param geometry of the grid without tilt: slices follow the normal
 * @param across by how much each slice is shifted along its rows, mm; 0 unless tilted
 * @param down the same along its columns
 */
record Stack(List<Plane> planes, Geometry geometry, double across, double down) {
  /** Share of the slice distance by which positions may be off: scanners round to 0.01 mm. */
  private static final double TOLERANCE = 0.02;

  /** Beyond 45° slices that are moved back have little in common. */
  private static final double STEEPEST = 1;

  Stack {
    planes = List.copyOf(planes);
  }

  boolean isTilted() {
    return across != 0 || down != 0;
  }

  /**
   * @param planes in ascending order along the normal
   * @param thickness distance to assume for a single slice, mm
   */
  static Stack of(String series, List<Plane> planes, double thickness) {
    Plane low = planes.getFirst();
    requireAlike(series, planes);
    Rotation direction = new Rotation(low.row(), low.column(), low.normal());
    int n = planes.size();
    Vec3 step =
        n == 1
            ? low.normal().times(thickness)
            : planes.getLast().position().minus(low.position()).times(1.0 / (n - 1));
    double distance = step.dot(low.normal());
    Vec3 spacing = new Vec3(low.columnSpacing(), low.rowSpacing(), distance);
    if (n > 1) {
      requireEven(series, planes, distance);
    }
    Geometry geometry = new Geometry(spacing, low.position(), direction);
    double tolerance = Math.max(TOLERANCE * distance, 0.02);
    double across = step.dot(low.row());
    double down = step.dot(low.column());
    double most = 0;
    for (int k = 0; k < n; k++) {
      Vec3 off = planes.get(k).position().minus(low.position());
      most = Math.max(most, aside(low, off));
      if (aside(low, off.minus(step.times(k))) > tolerance) {
        throw refused(
            series,
            "has slices that are shifted unevenly within their planes",
            "several acquisitions under one series UID");
      }
    }
    if (most <= tolerance) {
      return new Stack(planes, geometry, 0, 0);
    }
    if (Math.hypot(across, down) > STEEPEST * distance) {
      throw refused(
          series,
          String.format(Locale.ROOT, "is sheared: slices shift by up to %.2f mm", most),
          "no gantry tilts by more than 45 degrees");
    }
    return new Stack(planes, geometry, across, down);
  }

  private static double aside(Plane plane, Vec3 off) {
    return Math.hypot(off.dot(plane.row()), off.dot(plane.column()));
  }

  private static void requireAlike(String series, List<Plane> planes) {
    Plane first = planes.getFirst();
    for (Plane plane : planes) {
      if (!plane.isParallel(first)) {
        throw refused(series, "mixes orientations", "a localiser among the slices");
      }
      if (!plane.hasSpacingOf(first)) {
        throw refused(series, "mixes pixel spacings", "two acquisitions under one series UID");
      }
    }
  }

  private static void requireEven(String series, List<Plane> planes, double distance) {
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int k = 1; k < planes.size(); k++) {
      double gap = planes.get(k).depth() - planes.get(k - 1).depth();
      least = Math.min(least, gap);
      most = Math.max(most, gap);
    }
    double tolerance = 2 * Math.max(TOLERANCE * distance, 0.011);
    boolean even = most - least <= tolerance;
    double start = planes.getFirst().depth();
    for (int k = 0; even && k < planes.size(); k++) {
      even = Math.abs(planes.get(k).depth() - start - k * distance) <= tolerance;
    }
    if (!even) {
      throw refused(
          series,
          String.format(Locale.ROOT, "has uneven slice distances, %.3f to %.3f mm", least, most),
          "missing slices, or two spacings in one series");
    }
  }

  static InputException refused(String series, String what, String why) {
    return new InputException(
        series + " " + what + ".",
        why + ".",
        "split or resample it beforehand: a made-up grid would put findings in the wrong place.");
  }

  double degrees() {
    return Math.toDegrees(Math.atan2(Math.hypot(across, down), geometry.spacing().z()));
  }

  InputException tilted(String series) {
    return refused(
        series,
        String.format(Locale.ROOT, "is sheared by %.1f degrees", degrees()),
        "a tilted gantry, and the options refuse to resample it");
  }
}
