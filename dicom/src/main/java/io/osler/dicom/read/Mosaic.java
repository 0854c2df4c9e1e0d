package io.osler.dicom.read;

import io.osler.core.volume.Vec3;
import io.osler.dicom.codec.PixelLayout;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Siemens mosaic: n slices as tiles of one image, ⌈√n⌉ a row. The position in the header is the
 * corner that a slice as large as the whole mosaic would have, so that of the first tile is p +
 * row·Δc·(C − c)/2 + column·Δr·(R − r)/2.
 */
final class Mosaic {
  private Mosaic() {}

  static List<Frame> tiles(DicomFile file, Frame whole, PixelLayout layout) {
    DataSet image = file.dataSet();
    Optional<SiemensHeader> header = SiemensHeader.of(image);
    double[] counts =
        header.map(one -> one.numbers("NumberOfImagesInMosaic")).orElse(new double[0]);
    double[] normal = header.map(one -> one.numbers("SliceNormalVector")).orElse(new double[0]);
    int count = counts.length == 1 ? (int) counts[0] : publicCount(image);
    if (count < 1) {
      throw Plane.refused(file.name(), "is a mosaic that does not say of how many slices");
    }
    if (normal.length != 3) {
      throw Plane.refused(file.name(), "is a mosaic that does not say which way its slices run");
    }
    int side = (int) Math.ceil(Math.sqrt(count));
    if (layout.columns() % side != 0 || layout.rows() % side != 0) {
      throw Plane.refused(file.name(), "is a mosaic whose size is no multiple of its tiles");
    }
    double between = image.number(Frames.BETWEEN).orElse(0);
    if (!(between > 0) || Double.isInfinite(between)) {
      throw Plane.refused(
          file.name(), "is a mosaic without a distance between slices " + Frames.BETWEEN);
    }
    Plane plane = whole.plane();
    double along = plane.normal().dot(new Vec3(normal[0], normal[1], normal[2]));
    if (Math.abs(Math.abs(along) - 1) > 1e-2) {
      throw Plane.refused(file.name(), "is a mosaic whose slices do not follow their normal");
    }
    int width = layout.columns() / side;
    int height = layout.rows() / side;
    Vec3 corner =
        plane
            .position()
            .plus(plane.row().times(plane.columnSpacing() * (layout.columns() - width) / 2))
            .plus(plane.column().times(plane.rowSpacing() * (layout.rows() - height) / 2));
    List<Frame> tiles = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      Vec3 at = corner.plus(plane.normal().times(Math.copySign(between, along) * t));
      tiles.add(
          new Frame(
              whole.path(),
              0,
              t % side * width,
              t / side * height,
              plane.at(at),
              whole.slope(),
              whole.intercept(),
              whole.traits(),
              whole.gradient(),
              whole.number(),
              whole.instance() + " tile " + t,
              Optional.empty(),
              whole.table()));
    }
    return tiles;
  }

  /** Width of one slice of a file that may be a mosaic. */
  static int width(PixelLayout layout, List<Frame> frames) {
    return layout.columns() / side(frames);
  }

  static int height(PixelLayout layout, List<Frame> frames) {
    return layout.rows() / side(frames);
  }

  private static int side(List<Frame> frames) {
    boolean tiled = frames.stream().anyMatch(frame -> frame.left() > 0 || frame.top() > 0);
    return tiled ? (int) Math.ceil(Math.sqrt(frames.size())) : 1;
  }

  private static int publicCount(DataSet image) {
    Optional<Tag> tag = image.privateTag(0x0019, "SIEMENS MR HEADER", 0x0A);
    return tag.map(
            one -> {
              double[] numbers = image.numbers(one);
              return numbers.length == 1 ? (int) numbers[0] : 0;
            })
        .orElse(0);
  }
}
