package io.osler.core.finding;

import io.osler.core.config.Require;
import io.osler.core.volume.Vec3;
import java.util.List;

/** Where a finding is. */
public sealed interface Place {
  /**
   * Points, lines and outlines on one image.
   *
   * @param image SOP Instance UID
   * @param frame from 1; 1 also where the image has a single frame
   * @param points columns and rows in pixels, (0, 0) the upper left corner of the first pixel, so
   *     that its centre is (0.5, 0.5)
   */
  record OnImage(String image, int frame, Shape shape, List<Point> points) implements Place {
    public OnImage {
      Require.atLeast("frame", frame, 1);
      points = List.copyOf(points);
    }
  }

  /** Column and row of a point in pixels. */
  record Point(double column, double row) {}

  /**
   * Points, lines and outlines in the patient.
   *
   * @param frameOfReference UID of the coordinate system
   * @param points mm LPS
   */
  record InPatient(String frameOfReference, Shape shape, List<Vec3> points) implements Place {
    public InPatient {
      points = List.copyOf(points);
    }
  }

  /**
   * A segment of a segmentation.
   *
   * @param segmentation SOP Instance UID
   */
  record InSegment(String segmentation, int segment) implements Place {}

  /** A whole image. */
  record Image(String image) implements Place {}

  /** How points are to be joined. */
  enum Shape {
    POINT,
    MULTIPOINT,
    POLYLINE,
    POLYGON,
    /** A centre and a point on the circle. */
    CIRCLE,
    /** The ends of both axes. */
    ELLIPSE,
    /** The ends of three axes. */
    ELLIPSOID
  }
}
