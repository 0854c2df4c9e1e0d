package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.dicom.codec.PixelLayout;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The smallest even grid that holds all frames of a segmentation. */
record SegmentGrid(Size size, Geometry geometry, Placement placement, List<Cell> cells) {
  private static final Tag IDENTIFICATION = Tag.parse("SegmentIdentificationSequence");
  private static final Tag REFERENCED = Tag.parse("ReferencedSegmentNumber");
  private static final Tag MEASURES = Tag.parse("PixelMeasuresSequence");

  /** A frame, its segment (0 in label maps) and the voxel of its first pixel. */
  record Cell(int frame, int segment, int left, int top, int slice) {}

  /** Takes a voxel's offset and that of its pixel. */
  interface Each {
    void take(int voxel, int pixel);
  }

  SegmentGrid {
    cells = List.copyOf(cells);
  }

  /** Pixels of a frame that lie inside the grid: tiles at the rim reach over it. */
  void each(Cell cell, PixelLayout layout, Each each) {
    int width = Math.min(layout.columns(), size.width() - cell.left());
    int height = Math.min(layout.rows(), size.height() - cell.top());
    for (int j = 0; j < height; j++) {
      int voxel = size.offset(cell.left(), cell.top() + j, cell.slice());
      for (int i = 0; i < width; i++) {
        each.take(voxel + i, j * layout.columns() + i);
      }
    }
  }

  static SegmentGrid of(
      DicomFile file,
      PixelLayout layout,
      Segmentation.Kind kind,
      List<Segmentation.Segment> segments) {
    DataSet image = file.dataSet();
    if (TileMatrix.isTiled(image)) {
      return ofSlide(file, layout, kind, segments);
    }
    int[] numbers = numbers(file, layout, kind, segments);
    if (!Frames.arePlaced(image)) {
      return flat(file, layout, numbers);
    }
    List<Plane> planes = new ArrayList<>();
    for (int f = 0; f < layout.frames(); f++) {
      planes.add(Plane.of(file.name(), image, f));
    }
    return ofPatient(file, layout, numbers, planes);
  }

  /** On a picture without a place each segment has at most one frame. */
  private static SegmentGrid flat(DicomFile file, PixelLayout layout, int[] numbers) {
    if (Arrays.stream(numbers).distinct().count() != numbers.length) {
      throw Plane.refused(file.name(), "has several frames of one segment without a place");
    }
    List<Cell> cells = new ArrayList<>();
    for (int f = 0; f < numbers.length; f++) {
      cells.add(new Cell(f, numbers[f], 0, 0, 0));
    }
    return new SegmentGrid(
        Size.of(layout.columns(), layout.rows()), Geometry.UNIT, Placement.PIXELS, cells);
  }

  private static SegmentGrid ofSlide(
      DicomFile file,
      PixelLayout layout,
      Segmentation.Kind kind,
      List<Segmentation.Segment> segments) {
    DataSet image = file.dataSet();
    TileMatrix matrix = TileMatrix.of(file.name(), image, layout);
    boolean full = image.items(Tag.FRAME_GROUPS).isEmpty();
    int tiles = layout.frames() / matrix.layers(layout);
    int[] numbers = full ? new int[0] : numbers(file, layout, kind, segments);
    List<Cell> cells = new ArrayList<>();
    for (int f = 0; f < layout.frames(); f++) {
      int number = 0;
      if (full && kind != Segmentation.Kind.LABELMAP) {
        // TILED_FULL goes through the segments in their order (PS3.3 C.7.6.17.3).
        if (f / tiles >= segments.size()) {
          throw Plane.refused(file.name(), "has more tiles than its segments need");
        }
        number = segments.get(f / tiles).number();
      } else if (!full) {
        number = numbers[f];
      }
      cells.add(new Cell(f, number, matrix.left()[f], matrix.top()[f], 0));
    }
    double[] mm = SlideLevel.millimetres(file);
    Size size = Size.of(matrix.width(), matrix.height());
    Geometry geometry = Geometry.spaced(mm[1], mm[0], 1);
    return new SegmentGrid(size, geometry, Placement.CALIBRATED, cells);
  }

  private static int[] numbers(
      DicomFile file,
      PixelLayout layout,
      Segmentation.Kind kind,
      List<Segmentation.Segment> segments) {
    int[] numbers = new int[layout.frames()];
    if (kind == Segmentation.Kind.LABELMAP) {
      return numbers;
    }
    List<DataSet> own = file.dataSet().items(Tag.FRAME_GROUPS);
    DataSet shared = file.dataSet().item(Tag.SHARED_GROUPS).orElse(DataSet.EMPTY);
    for (int f = 0; f < numbers.length; f++) {
      DataSet group = f < own.size() ? own.get(f) : DataSet.EMPTY;
      int number =
          group
              .item(IDENTIFICATION)
              .or(() -> shared.item(IDENTIFICATION))
              .map(one -> one.integer(REFERENCED).orElse(0))
              .orElse(0);
      if (segments.stream().noneMatch(one -> one.number() == number)) {
        throw Plane.refused(file.name(), "has a frame of no known segment " + REFERENCED);
      }
      numbers[f] = number;
    }
    return numbers;
  }

  private static SegmentGrid ofPatient(
      DicomFile file, PixelLayout layout, int[] numbers, List<Plane> planes) {
    Plane low = planes.getFirst();
    for (Plane plane : planes) {
      low = plane.depth() < low.depth() ? plane : low;
    }
    double[] depths = planes.stream().mapToDouble(Plane::depth).sorted().toArray();
    double distance = distance(file, depths, low);
    Vec3 spacing = new Vec3(low.columnSpacing(), low.rowSpacing(), distance);
    Rotation direction = new Rotation(low.row(), low.column(), low.normal());
    Geometry geometry = new Geometry(spacing, low.position(), direction);
    double last = Math.rint((depths[depths.length - 1] - depths[0]) / distance);
    if (last >= 65_536) {
      throw Plane.refused(file.name(), "spans " + (long) last + " slices");
    }
    Size size = new Size(layout.columns(), layout.rows(), (int) last + 1);
    List<Cell> cells = new ArrayList<>();
    for (int f = 0; f < planes.size(); f++) {
      Plane plane = planes.get(f);
      Vec3 index = geometry.toIndex(plane.position());
      int slice = (int) Math.rint(index.z());
      boolean fits =
          plane.isParallel(low)
              && plane.hasSpacingOf(low)
              && Math.abs(index.x()) < 0.1
              && Math.abs(index.y()) < 0.1
              && Math.abs(index.z() - slice) < 0.1;
      if (!fits) {
        throw new InputException(
            file.name() + " has frames that lie on no common grid (frame " + (f + 1) + ").",
            "it was made from a tilted, uneven or mixed series.",
            "take it to the images that it was made from.");
      }
      cells.add(new Cell(f, numbers[f], 0, 0, slice));
    }
    return new SegmentGrid(size, geometry, Placement.PATIENT, cells);
  }

  /** As said, when the frames agree with it; else the smallest gap between two frames. */
  private static double distance(DicomFile file, double[] depths, Plane low) {
    double same = 0.02 * Math.min(low.rowSpacing(), low.columnSpacing());
    double least = Double.MAX_VALUE;
    for (int i = 1; i < depths.length; i++) {
      double gap = depths[i] - depths[i - 1];
      least = gap > same ? Math.min(least, gap) : least;
    }
    DataSet image = file.dataSet();
    double said =
        image
            .item(Tag.SHARED_GROUPS)
            .flatMap(shared -> shared.item(MEASURES))
            .map(measures -> Math.abs(measures.number(Frames.BETWEEN).orElse(0)))
            .orElse(0.0);
    boolean usable = said > same && Double.isFinite(said);
    if (least == Double.MAX_VALUE) {
      double thickness = usable ? said : Frames.thickness(image);
      return thickness > 0 ? thickness : 1;
    }
    double multiple = least / said;
    return usable && multiple > 0.9 && Math.abs(multiple - Math.rint(multiple)) < 0.1
        ? said
        : least;
  }
}
