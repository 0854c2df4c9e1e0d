package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.core.volume.Vec3;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Tag;
import java.util.Optional;

/**
 * Where one frame lies: p = position + row·Δc·i + column·Δr·j (PS3.3 C.7.6.2.1.1).
 *
 * @param position centre of the first pixel, mm LPS
 * @param row direction in which the column index grows
 * @param column direction in which the row index grows
 * @param rowSpacing distance between rows, mm
 * @param columnSpacing distance between columns, mm
 */
record Plane(Vec3 position, Vec3 row, Vec3 column, double rowSpacing, double columnSpacing) {
  private static final Tag POSITIONS = Tag.parse("PlanePositionSequence");
  private static final Tag ORIENTATIONS = Tag.parse("PlaneOrientationSequence");
  private static final Tag MEASURES = Tag.parse("PixelMeasuresSequence");

  Vec3 normal() {
    return row.cross(column);
  }

  Plane at(Vec3 other) {
    return new Plane(other, row, column, rowSpacing, columnSpacing);
  }

  /** How far along the normal. */
  double depth() {
    return normal().dot(position);
  }

  /** Of an image with one frame. */
  static Plane of(String name, DataSet image) {
    return of(name, image, image, image);
  }

  /** Of a frame of an enhanced object: its own groups go before the shared ones (C.7.6.16). */
  static Plane of(String name, DataSet image, int frame) {
    Optional<DataSet> shared = image.item(Tag.SHARED_GROUPS);
    var own = image.items(Tag.FRAME_GROUPS);
    if (frame >= own.size()) {
      throw refused(name, "has fewer functional groups than frames");
    }
    return of(
        name,
        group(name, own.get(frame), shared, POSITIONS),
        group(name, own.get(frame), shared, ORIENTATIONS),
        group(name, own.get(frame), shared, MEASURES));
  }

  private static DataSet group(String name, DataSet own, Optional<DataSet> shared, Tag sequence) {
    return own.item(sequence)
        .or(() -> shared.flatMap(groups -> groups.item(sequence)))
        .orElseThrow(() -> refused(name, "has no " + sequence + " for a frame"));
  }

  /** Of the data sets that hold its place, its directions and its distances. */
  static Plane of(String name, DataSet position, DataSet orientation, DataSet measures) {
    double[] p = numbers(name, position, Tag.POSITION, 3, "ImagePositionPatient");
    double[] o = numbers(name, orientation, Tag.ORIENTATION, 6, "ImageOrientationPatient");
    double[] s = numbers(name, measures, Tag.PIXEL_SPACING, 2, "PixelSpacing");
    Vec3 row = new Vec3(o[0], o[1], o[2]);
    Vec3 column = new Vec3(o[3], o[4], o[5]);
    boolean unit = Math.abs(row.norm() - 1) < 1e-3 && Math.abs(column.norm() - 1) < 1e-3;
    if (!unit || Math.abs(row.dot(column)) > 1e-3) {
      throw refused(name, "has directions " + Tag.ORIENTATION + " that are not orthonormal");
    }
    if (!(s[0] > 0 && s[1] > 0)) {
      throw refused(name, "has a pixel spacing " + Tag.PIXEL_SPACING + " that is not positive");
    }
    return new Plane(new Vec3(p[0], p[1], p[2]), row, column, s[0], s[1]);
  }

  private static double[] numbers(String name, DataSet from, Tag tag, int count, String keyword) {
    double[] numbers = from.numbers(tag);
    boolean whole = numbers.length == count;
    for (double number : numbers) {
      whole &= Double.isFinite(number);
    }
    if (!whole) {
      throw refused(name, "lacks a usable " + keyword + " " + tag);
    }
    return numbers;
  }

  static InputException refused(String name, String what) {
    return new InputException(
        name + " " + what + ".",
        "without it nobody can say where the image lies in the patient.",
        "leave the series out, or obtain it again from the scanner.");
  }

  boolean isParallel(Plane other) {
    return row.minus(other.row).norm() < 1e-3 && column.minus(other.column).norm() < 1e-3;
  }

  boolean hasSpacingOf(Plane other) {
    return Math.abs(rowSpacing - other.rowSpacing) < 1e-3 * rowSpacing
        && Math.abs(columnSpacing - other.columnSpacing) < 1e-3 * columnSpacing;
  }
}
