package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Vec3;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Planes in order along their normal, and the grid they form: one that is even, straight and whole,
 * or a refusal.
 */
final class Stack {
  /** Share of the slice distance by which positions may be off: scanners round to 0.01 mm. */
  private static final double TOLERANCE = 0.02;

  private final List<Integer> order;
  private final Geometry geometry;

  private Stack(List<Integer> order, Geometry geometry) {
    this.order = order;
    this.geometry = geometry;
  }

  /** Slice k of the volume is plane {@code order.get(k)}. */
  List<Integer> order() {
    return order;
  }

  Geometry geometry() {
    return geometry;
  }

  /**
   * @param thickness distance to assume for a single slice, mm
   */
  static Stack of(String series, List<Plane> planes, double thickness) {
    Plane first = planes.getFirst();
    for (Plane plane : planes) {
      if (!plane.isParallel(first)) {
        throw refused(series, "mixes orientations", "a localiser among the slices");
      }
      if (!plane.hasSpacingOf(first)) {
        throw refused(series, "mixes pixel spacings", "two acquisitions under one series UID");
      }
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < planes.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble(i -> planes.get(i).depth()));
    Plane low = planes.get(order.getFirst());
    Plane high = planes.get(order.getLast());
    double distance =
        planes.size() == 1 ? thickness : (high.depth() - low.depth()) / (planes.size() - 1);
    if (planes.size() > 1) {
      check(series, planes, order, distance);
    }
    Rotation direction = new Rotation(low.row(), low.column(), low.normal());
    Vec3 spacing = new Vec3(low.columnSpacing(), low.rowSpacing(), distance);
    return new Stack(List.copyOf(order), new Geometry(spacing, low.position(), direction));
  }

  private static void check(
      String series, List<Plane> planes, List<Integer> order, double distance) {
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int k = 1; k < order.size(); k++) {
      double gap = planes.get(order.get(k)).depth() - planes.get(order.get(k - 1)).depth();
      least = Math.min(least, gap);
      most = Math.max(most, gap);
    }
    if (least < 1e-3) {
      throw refused(
          series,
          "has several slices at one place",
          "repeated slices, phases, echoes or directions");
    }
    Plane low = planes.get(order.getFirst());
    Vec3 normal = low.normal();
    double tolerance = Math.max(TOLERANCE * distance, 0.011);
    if (most - least > 2 * tolerance) {
      throw refused(
          series,
          String.format(Locale.ROOT, "has uneven slice distances, %.3f to %.3f mm", least, most),
          "missing slices, or two spacings in one series");
    }
    for (int k = 0; k < order.size(); k++) {
      Vec3 off =
          planes
              .get(order.get(k))
              .position()
              .minus(low.position())
              .minus(normal.times(k * distance));
      double along = off.dot(normal);
      double aside = off.minus(normal.times(along)).norm();
      if (Math.abs(along) > 2 * tolerance) {
        throw refused(series, "has uneven slice distances", "missing slices");
      }
      if (aside > Math.max(tolerance, 0.02)) {
        throw refused(
            series,
            String.format(Locale.ROOT, "is sheared: slices shift by up to %.2f mm", aside),
            "a tilted gantry");
      }
    }
  }

  private static InputException refused(String series, String what, String why) {
    return new InputException(
        series + " " + what + ".",
        why + ".",
        "split or resample it beforehand: a made-up grid would put findings in the wrong place.");
  }
}
