package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.core.finding.Code;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import io.osler.dicom.codec.PixelData;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A DICOM segmentation (PS3.3 A.51, C.8.20): binary, fractional or label map, of patients and of
 * slides, on the grid that its frames span; slices without a frame are empty.
 */
public final class Segmentation {
  private static final Tag SEGMENTS = Tag.parse("SegmentSequence");
  private static final Tag TYPE = Tag.parse("SegmentationType");
  private static final Tag NUMBER = Tag.parse("SegmentNumber");
  private static final Tag LABEL = Tag.parse("SegmentLabel");
  private static final Tag CATEGORY = Tag.parse("SegmentedPropertyCategoryCodeSequence");
  private static final Tag PROPERTY = Tag.parse("SegmentedPropertyTypeCodeSequence");
  private static final Tag TRACKING = Tag.parse("TrackingUID");
  private static final Tag MOST = Tag.parse("MaximumFractionalValue");
  private static final Tag SPACE = Tag.FRAME_OF_REFERENCE;

  /** What the pixels of its frames are. */
  public enum Kind {
    /** 1 where the frame's segment is. */
    BINARY,
    /** How much or how surely the frame's segment is there. */
    FRACTIONAL,
    /** The number of the segment. */
    LABELMAP
  }

  /**
   * What a segment stands for.
   *
   * @param number from 1; in label maps 0 may be the background
   */
  public record Segment(
      int number,
      String label,
      Optional<Code> category,
      Optional<Code> type,
      Optional<String> trackingUid) {}

  private final String name;
  private final Kind kind;
  private final List<Segment> segments;
  private final SegmentGrid grid;
  private final PixelData pixels;
  private final double most;
  private final String frameOfReference;

  private Segmentation(DicomFile file, Kind kind, List<Segment> segments, PixelData pixels) {
    DataSet image = file.dataSet();
    this.name = file.name();
    this.kind = kind;
    this.segments = List.copyOf(segments);
    this.pixels = pixels;
    this.grid = SegmentGrid.of(file, pixels.layout(), kind, segments);
    this.most = kind == Kind.FRACTIONAL ? image.number(MOST).orElse(0) : 1;
    this.frameOfReference = image.text(SPACE).orElse("");
    if (!(most > 0)) {
      throw refused("is fractional without a largest value " + MOST, "");
    }
  }

  public static Segmentation read(DicomFile file) {
    return read(file, Limits.DEFAULT);
  }

  public static Segmentation read(DicomFile file, Limits limits) {
    DataSet image = file.dataSet();
    Optional<Kind> kind =
        image
            .text(TYPE)
            .flatMap(
                text ->
                    Arrays.stream(Kind.values()).filter(k -> k.name().equals(text)).findFirst());
    if (!image.has(SEGMENTS) || kind.isEmpty()) {
      throw new InputException(
          file.name() + " is no segmentation.",
          "it lacks " + SEGMENTS + " or a known " + TYPE + ".",
          "give a file of the Segmentation or Label Map Segmentation storage class.");
    }
    List<Segment> segments = new ArrayList<>();
    for (DataSet one : image.items(SEGMENTS)) {
      segments.add(
          new Segment(
              one.integer(NUMBER).orElse(segments.size() + 1),
              one.text(LABEL).orElse(""),
              Codes.first(one, CATEGORY),
              Codes.first(one, PROPERTY),
              one.text(TRACKING)));
    }
    PixelData pixels = PixelData.of(file, limits);
    if (pixels.layout().samples() != 1) {
      throw Plane.refused(file.name(), "is a segmentation in colour");
    }
    return new Segmentation(file, kind.get(), segments, pixels);
  }

  public Kind kind() {
    return kind;
  }

  public List<Segment> segments() {
    return segments;
  }

  public Size size() {
    return grid.size();
  }

  public Geometry geometry() {
    return grid.geometry();
  }

  /** {@link Placement#PATIENT} unless it lies on a slide or on a picture without a place. */
  public Placement placement() {
    return grid.placement();
  }

  /** UID of its coordinate system; empty when not said. */
  public String frameOfReference() {
    return frameOfReference;
  }

  /**
   * Segment numbers as labels. Fractions count from one half on, the larger one wins. Binary
   * segments that overlap are refused: take them one by one.
   */
  public LabelMap labels() {
    SeriesImage.requireMemory(name, size(), 2);
    int[] labels = new int[size().voxels()];
    float[] fractions = new float[kind == Kind.FRACTIONAL ? labels.length : 0];
    for (SegmentGrid.Cell cell : grid.cells()) {
      int[] values = pixels.frame(cell.frame());
      grid.each(
          cell,
          pixels.layout(),
          (voxel, pixel) -> {
            int value = values[pixel];
            switch (kind) {
              case LABELMAP -> labels[voxel] = value;
              case FRACTIONAL -> {
                float fraction = (float) (value / most);
                if (fraction >= 0.5 && fraction > fractions[voxel]) {
                  fractions[voxel] = fraction;
                  labels[voxel] = cell.segment();
                }
              }
              case BINARY -> {
                if (value != 0 && labels[voxel] != 0 && labels[voxel] != cell.segment()) {
                  throw refused(
                      "has segments %d and %d that overlap"
                          .formatted(labels[voxel], cell.segment()),
                      "one voxel cannot have two labels.");
                }
                labels[voxel] = value != 0 ? cell.segment() : labels[voxel];
              }
            }
          });
    }
    return new LabelMap(size(), geometry(), labels);
  }

  /** How much of a segment is in each voxel, 0 to 1. */
  public Volume fractions(int segment) {
    if (segments.stream().noneMatch(one -> one.number() == segment)) {
      throw refused("has no segment " + segment, "");
    }
    SeriesImage.requireMemory(name, size(), 1);
    float[] voxels = new float[size().voxels()];
    for (SegmentGrid.Cell cell : grid.cells()) {
      if (kind != Kind.LABELMAP && cell.segment() != segment) {
        continue;
      }
      int[] values = pixels.frame(cell.frame());
      grid.each(
          cell,
          pixels.layout(),
          (voxel, pixel) ->
              voxels[voxel] =
                  kind == Kind.LABELMAP
                      ? values[pixel] == segment ? 1 : 0
                      : (float) (values[pixel] / most));
    }
    return Volume.of(size(), geometry(), voxels);
  }

  /** One segment as label 1, fractions from one half on. */
  public LabelMap mask(int segment) {
    float[] fractions = fractions(segment).voxels();
    int[] labels = new int[fractions.length];
    for (int v = 0; v < labels.length; v++) {
      labels[v] = fractions[v] >= 0.5 ? 1 : 0;
    }
    return new LabelMap(size(), geometry(), labels);
  }

  /**
   * A label map of this segmentation on the grid of the image that it belongs to. Voxels of both
   * must coincide; a grid between or across is refused, and what lies outside the image is, too.
   */
  public LabelMap onto(LabelMap labels, Size wanted, Geometry image) {
    int[] moved = new int[wanted.voxels()];
    Vec3 origin = image.toIndex(labels.geometry().toPatient(Vec3.ZERO));
    Vec3[] steps = new Vec3[3];
    for (int axis = 0; axis < 3; axis++) {
      Vec3 one = image.toIndex(labels.geometry().toPatient(Vec3.ZERO.with(axis, 1)));
      steps[axis] = one.minus(origin);
    }
    Size own = labels.size();
    for (int k = 0; k < own.depth(); k++) {
      for (int j = 0; j < own.height(); j++) {
        for (int i = 0; i < own.width(); i++) {
          int label = labels.at(i, j, k);
          if (label != 0) {
            Vec3 at =
                origin.plus(steps[0].times(i)).plus(steps[1].times(j)).plus(steps[2].times(k));
            moved[target(at, wanted)] = label;
          }
        }
      }
    }
    return new LabelMap(wanted, image, moved);
  }

  private int target(Vec3 at, Size wanted) {
    int[] index = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      index[axis] = (int) Math.round(at.get(axis));
      boolean inside = index[axis] >= 0 && index[axis] < wanted.get(axis);
      if (!inside || Math.abs(at.get(axis) - index[axis]) > 0.1) {
        throw refused(
            inside ? "does not lie on the grid of the image" : "reaches beyond the image",
            "it was made from another series, or resampled.");
      }
    }
    return wanted.offset(index[0], index[1], index[2]);
  }

  private InputException refused(String what, String why) {
    return new InputException(
        "Segmentation " + name + " " + what + ".",
        why,
        "take its segments one by one, or on its own grid.");
  }
}
