package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.dicom.codec.PixelData;
import io.osler.dicom.codec.PixelLayout;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * v(k, j, i) = slope · stored + intercept, slices in ascending order along the normal of the image
 * plane: a series or an enhanced multi-frame object as a volume, or the reason why it is none.
 */
public final class SeriesVolume {
  private static final Tag TRANSFORMATION = Tag.parse("PixelValueTransformationSequence");
  private static final Tag THICKNESS = Tag.parse("SliceThickness");

  private SeriesVolume() {}

  public static Volume read(Series series) {
    return read(series, Limits.DEFAULT);
  }

  /** Right, or an {@link InputException}: there is no third outcome. */
  public static Volume read(Series series, Limits limits) {
    String name = "Series " + series.uid();
    if (series.files().isEmpty()) {
      throw Plane.refused(name, "has no files");
    }
    List<Slice> slices = new ArrayList<>();
    Optional<PixelLayout> first = Optional.empty();
    for (Path path : series.files()) {
      DicomFile file = DicomFile.read(path, limits);
      PixelLayout layout = PixelLayout.of(file.dataSet(), limits);
      if (first.isPresent() && !isSameGrid(first.get(), layout)) {
        throw Plane.refused(name, "mixes image sizes");
      }
      first = Optional.of(layout);
      boolean enhanced = file.dataSet().has(Tag.FRAME_GROUPS);
      if (layout.frames() > 1 && !enhanced) {
        throw Plane.refused(file.name(), "has several frames without a place for each");
      }
      for (int f = 0; f < layout.frames(); f++) {
        slices.add(slice(path, file, f, enhanced));
      }
    }
    PixelLayout layout = first.orElseThrow();
    if (layout.samples() != 1 || layout.photometric().startsWith("PALETTE")) {
      throw Plane.refused(name, "is in colour, so it is no volume of intensities");
    }
    Stack stack =
        Stack.of(name, slices.stream().map(Slice::plane).toList(), slices.getFirst().thick);
    Size size = new Size(layout.columns(), layout.rows(), slices.size());
    float[] voxels = new float[size.voxels()];
    fill(stack, slices, limits, size, voxels);
    return Volume.of(size, stack.geometry(), voxels);
  }

  /** One frame, its place and its modality transform (PS3.3 C.11.1). */
  private record Slice(
      Path path, int frame, Plane plane, double slope, double intercept, double thick) {}

  private static Slice slice(Path path, DicomFile file, int frame, boolean enhanced) {
    DataSet image = file.dataSet();
    Plane plane = enhanced ? Plane.of(file.name(), image, frame) : Plane.of(file.name(), image);
    DataSet rescale = image;
    if (enhanced) {
      rescale =
          image
              .items(Tag.FRAME_GROUPS)
              .get(frame)
              .item(TRANSFORMATION)
              .or(() -> image.item(Tag.SHARED_GROUPS).flatMap(all -> all.item(TRANSFORMATION)))
              .orElse(image);
    }
    double slope = rescale.number(Tag.RESCALE_SLOPE).orElse(1);
    double intercept = rescale.number(Tag.RESCALE_INTERCEPT).orElse(0);
    if (slope == 0 || !Double.isFinite(slope) || !Double.isFinite(intercept)) {
      throw Plane.refused(file.name(), "has a rescale slope of " + slope);
    }
    double thick = image.number(THICKNESS).orElse(1);
    return new Slice(path, frame, plane, slope, intercept, thick > 0 ? thick : 1);
  }

  private static boolean isSameGrid(PixelLayout a, PixelLayout b) {
    return a.rows() == b.rows() && a.columns() == b.columns() && a.samples() == b.samples();
  }

  private static void fill(
      Stack stack, List<Slice> slices, Limits limits, Size size, float[] voxels) {
    // Frames are independent, so they are decoded in parallel; each file is opened again, since
    // holding all of them would need twice the memory of the volume.
    boolean oneFile = slices.stream().map(Slice::path).distinct().count() == 1;
    Optional<PixelData> shared =
        oneFile
            ? Optional.of(PixelData.of(DicomFile.read(slices.getFirst().path, limits), limits))
            : Optional.empty();
    IntStream.range(0, slices.size())
        .parallel()
        .forEach(
            k -> {
              Slice slice = slices.get(stack.order().get(k));
              PixelData pixels =
                  shared.orElseGet(() -> PixelData.of(DicomFile.read(slice.path, limits), limits));
              copy(pixels, slice, k, size, voxels);
            });
  }

  private static void copy(PixelData pixels, Slice slice, int k, Size size, float[] voxels) {
    int start = size.offset(0, 0, k);
    if (pixels.isReal()) {
      double[] values = pixels.reals(slice.frame);
      for (int i = 0; i < values.length; i++) {
        voxels[start + i] = (float) (slice.slope * values[i] + slice.intercept);
      }
      return;
    }
    int[] values = pixels.frame(slice.frame);
    if (values.length != size.width() * size.height()) {
      throw new InputException(
          slice.path.getFileName() + " changed while it was read.", "", "read the series again.");
    }
    for (int i = 0; i < values.length; i++) {
      voxels[start + i] = (float) (slice.slope * values[i] + slice.intercept);
    }
  }
}
