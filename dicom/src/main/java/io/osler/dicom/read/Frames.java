package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.core.volume.Vec3;
import io.osler.dicom.codec.ModalityTable;
import io.osler.dicom.codec.PixelLayout;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The slices of one file: one, the frames of an enhanced object, or the tiles of a mosaic. */
final class Frames {
  static final Tag THICKNESS = Tag.parse("SliceThickness");
  static final Tag BETWEEN = Tag.parse("SpacingBetweenSlices");
  private static final Tag MEASURES = Tag.parse("PixelMeasuresSequence");
  private static final Tag TRANSFORMATION = Tag.parse("PixelValueTransformationSequence");
  private static final Tag DIMENSIONS = Tag.parse("DimensionIndexSequence");
  private static final Tag POINTER = Tag.parse("DimensionIndexPointer");
  private static final Tag OFFSETS = Tag.parse("GridFrameOffsetVector");
  private static final Tag DOSE_SCALING = Tag.parse("DoseGridScaling");

  /** Dimensions that say where a frame lies: they tell slices apart, not channels. */
  private static final List<String> PLACES =
      List.of(
          Tag.POSITION.hex(),
          Tag.parse("InStackPositionNumber").hex(),
          Tag.parse("StackID").hex(),
          Tag.parse("SliceLocation").hex(),
          Tag.parse("PlanePositionSequence").hex(),
          Tag.parse("ImagePositionVolume").hex());

  private Frames() {}

  /** Whether a header places its frames in the patient. */
  static boolean arePlaced(DataSet image) {
    return image.has(Tag.FRAME_GROUPS)
            && (hasGroup(image, "PlanePositionSequence")
                || hasGroup(image, "PlaneOrientationSequence"))
        || image.has(Tag.POSITION)
        || image.has(Tag.ORIENTATION)
        || Nuclear.is(image);
  }

  private static boolean hasGroup(DataSet image, String keyword) {
    Tag tag = Tag.parse(keyword);
    return image.items(Tag.FRAME_GROUPS).stream().anyMatch(group -> group.has(tag))
        || image.item(Tag.SHARED_GROUPS).filter(shared -> shared.has(tag)).isPresent();
  }

  static List<Frame> of(Path path, DicomFile file, PixelLayout layout) {
    DataSet image = file.dataSet();
    if (image.has(Tag.FRAME_GROUPS)) {
      return enhanced(path, file, layout);
    }
    if (Nuclear.is(image)) {
      return Nuclear.frames(path, file, layout);
    }
    if (layout.frames() > 1) {
      return dose(path, file, layout);
    }
    Plane plane = Plane.of(file.name(), image);
    boolean mosaic = image.texts(Tag.IMAGE_TYPE).contains("MOSAIC");
    Frame frame =
        frame(path, file, layout, 0, plane, image, Trait.of(image), Diffusion.of(image, plane));
    return mosaic ? Mosaic.tiles(file, frame, layout) : List.of(frame);
  }

  static Frame frame(
      Path path,
      DicomFile file,
      PixelLayout layout,
      int index,
      Plane plane,
      DataSet rescale,
      Map<Trait, Trait.Value> traits,
      Optional<Gradient> gradient) {
    // A table and a line exclude each other; where both are, the table stands in the image.
    Optional<ModalityTable> table = table(file, layout);
    DataSet line = table.isPresent() ? DataSet.EMPTY : rescale;
    double slope = line.number(Tag.RESCALE_SLOPE).orElse(1);
    double intercept = line.number(Tag.RESCALE_INTERCEPT).orElse(0);
    if (slope == 0 || !Double.isFinite(slope) || !Double.isFinite(intercept)) {
      throw Plane.refused(file.name(), "has a rescale slope " + Tag.RESCALE_SLOPE + " of " + slope);
    }
    gradient.ifPresent(one -> traits.put(Trait.GRADIENT, Trait.Value.of(one.key())));
    DataSet image = file.dataSet();
    return new Frame(
        path,
        index,
        0,
        0,
        plane,
        slope,
        intercept,
        traits,
        gradient,
        image.number(Tag.INSTANCE_NUMBER).orElse(0) + index * 1e-6,
        image.text(Tag.SOP_INSTANCE).orElse(file.name()),
        table.isPresent() ? Optional.empty() : NativeFrames.block(file, layout, index),
        table);
  }

  static Optional<ModalityTable> table(DicomFile file, PixelLayout layout) {
    if (!file.dataSet().has(ModalityTable.SEQUENCE)) {
      return Optional.empty();
    }
    try {
      return ModalityTable.of(file.dataSet(), layout);
    } catch (InputException e) {
      throw Plane.refused(
          file.name(), "has a modality table " + ModalityTable.SEQUENCE + " that is damaged");
    }
  }

  private static List<Frame> enhanced(Path path, DicomFile file, PixelLayout layout) {
    DataSet image = file.dataSet();
    List<DataSet> own = image.items(Tag.FRAME_GROUPS);
    DataSet shared = image.item(Tag.SHARED_GROUPS).orElse(DataSet.EMPTY);
    List<DataSet> dimensions = image.items(DIMENSIONS);
    boolean[] position = new boolean[dimensions.size()];
    for (int d = 0; d < position.length; d++) {
      position[d] = PLACES.contains(dimensions.get(d).text(POINTER).orElse(""));
    }
    List<Frame> frames = new ArrayList<>();
    for (int f = 0; f < layout.frames(); f++) {
      Plane plane = Plane.of(file.name(), image, f);
      DataSet rescale =
          own.get(f).item(TRANSFORMATION).or(() -> shared.item(TRANSFORMATION)).orElse(image);
      Map<Trait, Trait.Value> traits = Trait.of(own.get(f), shared, position);
      frames.add(
          frame(path, file, layout, f, plane, rescale, traits, Diffusion.of(own.get(f), shared)));
    }
    return frames;
  }

  /** A dose grid: planes at offsets along the normal from the first one (PS3.3 C.8.8.3.2). */
  private static List<Frame> dose(Path path, DicomFile file, PixelLayout layout) {
    DataSet image = file.dataSet();
    double[] offsets = image.numbers(OFFSETS);
    if (offsets.length != layout.frames() || !image.has(DOSE_SCALING)) {
      throw Plane.refused(file.name(), "has several frames without a place for each");
    }
    double scaling = image.number(DOSE_SCALING).orElse(Double.NaN);
    if (!(scaling > 0) || Double.isInfinite(scaling)) {
      throw Plane.refused(file.name(), "has a dose grid scaling " + DOSE_SCALING + " of no use");
    }
    Plane first = Plane.of(file.name(), image);
    // Offsets that do not start at 0 are patient coordinates, which is defined for axial grids
    // only.
    boolean relative = offsets[0] == 0;
    if (!relative && Math.abs(offsets[0] - first.position().z()) > 1e-3) {
      throw Plane.refused(file.name(), "has frame offsets " + OFFSETS + " that start elsewhere");
    }
    List<Frame> frames = new ArrayList<>();
    for (int f = 0; f < offsets.length; f++) {
      if (!Double.isFinite(offsets[f])) {
        throw Plane.refused(file.name(), "has frame offsets " + OFFSETS + " that are not finite");
      }
      Vec3 moved =
          relative
              ? first.position().plus(first.normal().times(offsets[f]))
              : first.position().with(2, offsets[f]);
      Frame frame =
          frame(
              path,
              file,
              layout,
              f,
              first.at(moved),
              DataSet.EMPTY,
              Trait.of(image),
              Optional.empty());
      frames.add(frame.scaled(scaling));
    }
    return frames;
  }

  /** Distance to assume for a single slice, mm; 0 when the header says nothing. */
  static double thickness(DataSet image) {
    for (DataSet from :
        List.of(
            image,
            image.items(Tag.FRAME_GROUPS).stream()
                .findFirst()
                .flatMap(group -> group.item(MEASURES))
                .or(() -> image.item(Tag.SHARED_GROUPS).flatMap(all -> all.item(MEASURES)))
                .orElse(DataSet.EMPTY))) {
      for (Tag tag : List.of(THICKNESS, BETWEEN)) {
        double value = Math.abs(from.number(tag).orElse(0));
        if (value > 0 && Double.isFinite(value)) {
          return value;
        }
      }
    }
    return 0;
  }
}
