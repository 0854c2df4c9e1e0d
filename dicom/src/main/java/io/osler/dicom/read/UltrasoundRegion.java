package io.osler.dicom.read;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Tag;
import java.util.ArrayList;
import java.util.List;

/**
 * A calibrated part of an ultrasound image (PS3.3 C.8.5.5): pixels (left … right, top … bottom),
 * all included.
 *
 * @param width of a pixel in mm; 0 unless both axes are lengths (not time, velocity or decibels)
 * @param height of a pixel in mm; 0 likewise
 */
public record UltrasoundRegion(
    int left, int top, int right, int bottom, double width, double height) {
  private static final Tag REGIONS = Tag.parse("SequenceOfUltrasoundRegions");
  private static final Tag LEFT = Tag.parse("RegionLocationMinX0");
  private static final Tag TOP = Tag.parse("RegionLocationMinY0");
  private static final Tag RIGHT = Tag.parse("RegionLocationMaxX1");
  private static final Tag BOTTOM = Tag.parse("RegionLocationMaxY1");
  private static final Tag UNITS_X = Tag.parse("PhysicalUnitsXDirection");
  private static final Tag UNITS_Y = Tag.parse("PhysicalUnitsYDirection");
  private static final Tag DELTA_X = Tag.parse("PhysicalDeltaX");
  private static final Tag DELTA_Y = Tag.parse("PhysicalDeltaY");
  private static final int CENTIMETRES = 3;

  /** Those of an image; regions whose corners are missing or turned round are left out. */
  public static List<UltrasoundRegion> in(DataSet image) {
    List<UltrasoundRegion> regions = new ArrayList<>();
    for (DataSet item : image.items(REGIONS)) {
      int left = item.integer(LEFT).orElse(-1);
      int top = item.integer(TOP).orElse(-1);
      int right = item.integer(RIGHT).orElse(-1);
      int bottom = item.integer(BOTTOM).orElse(-1);
      if (left >= 0 && top >= 0 && right >= left && bottom >= top) {
        boolean lengths = isOfLengths(item);
        regions.add(
            new UltrasoundRegion(
                left,
                top,
                right,
                bottom,
                lengths ? millimetres(item, DELTA_X) : 0,
                lengths ? millimetres(item, DELTA_Y) : 0));
      }
    }
    return List.copyOf(regions);
  }

  private static boolean isOfLengths(DataSet item) {
    return item.integer(UNITS_X).orElse(0) == CENTIMETRES
        && item.integer(UNITS_Y).orElse(0) == CENTIMETRES
        && millimetres(item, DELTA_X) > 0
        && millimetres(item, DELTA_Y) > 0;
  }

  private static double millimetres(DataSet item, Tag tag) {
    double mm = 10 * Math.abs(item.number(tag).orElse(0));
    return Double.isFinite(mm) ? mm : 0;
  }

  /** Whether distances can be measured in it. */
  public boolean isSpatial() {
    return width > 0;
  }
}
