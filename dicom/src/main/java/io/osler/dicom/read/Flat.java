package io.osler.dicom.read;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.dicom.codec.ModalityTable;
import io.osler.dicom.codec.PixelData;
import io.osler.dicom.codec.PixelLayout;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pictures that do not say where in the patient they lie: X-rays, ultrasound, photographs. Frames
 * of a cine become channels; distances follow PS3.3 section 10.7.1 and C.8.5.5, and where there are
 * none the geometry counts pixels and says so.
 */
final class Flat {
  private static final Tag IMAGER_SPACING = Tag.parse("ImagerPixelSpacing");
  private static final Tag SCANNED_SPACING = Tag.parse("NominalScannedPixelSpacing");
  private static final Tag CALIBRATION = Tag.parse("PixelSpacingCalibrationType");
  private static final Tag FRAME_TIME = Tag.parse("FrameTime");
  private static final List<String> VOLUMES = List.of("CT", "MR", "PT", "NM", "RTDOSE", "SEG");

  private Flat() {}

  private record Scale(double row, double column, Placement placement) {}

  static SeriesImage read(Path path, DicomFile header, ReadOptions options, List<String> before) {
    DataSet image = header.dataSet();
    String modality = image.text(Tag.MODALITY).orElse("");
    PixelLayout layout = PixelLayout.of(image, options.limits());
    Pixels.requireGreyOrColour(header.name(), layout);
    if (VOLUMES.contains(modality) && layout.frames() > 1) {
      throw Plane.refused(header.name(), "has several frames without a place for each");
    }
    List<String> warnings = new ArrayList<>(before);
    Scale scale = scale(image, header.name(), warnings);
    boolean colour = Pixels.isColour(layout);
    int components = colour ? 3 : 1;
    Size size = Size.of(layout.columns(), layout.rows());
    SeriesImage.requireMemory(header.name(), size, layout.frames() * components);
    PixelData pixels = PixelData.of(DicomFile.read(path, options.limits()), options.limits());
    if (!pixels.layout().equals(layout)) {
      throw Plane.refused(header.name(), "describes its pixels otherwise after them than before");
    }
    Optional<ModalityTable> table = Frames.table(header, layout);
    double slope = image.number(Tag.RESCALE_SLOPE).orElse(1);
    double intercept = image.number(Tag.RESCALE_INTERCEPT).orElse(0);
    if (slope == 0 || !Double.isFinite(slope) || !Double.isFinite(intercept)) {
      throw Plane.refused(header.name(), "has a rescale slope " + Tag.RESCALE_SLOPE + " of no use");
    }
    float[] voxels = new float[layout.frames() * components * size.voxels()];
    List<Channel> channels = new ArrayList<>();
    double step = image.number(FRAME_TIME).orElse(0);
    for (int f = 0; f < layout.frames(); f++) {
      channels.add(channel(layout, f, step));
    }
    io.osler.core.parallel.Parts.each(
        layout.frames(),
        f -> {
          int start = f * components * size.voxels();
          if (colour) {
            int[] rgb = Pixels.rgb(pixels, header, f);
            for (int i = 0; i < rgb.length; i++) {
              voxels[start + i % 3 * size.voxels() + i / 3] = rgb[i];
            }
          } else if (table.isPresent()) {
            table.get().apply(pixels.reals(f), 1, voxels, start);
          } else {
            pixels.scaled(f, slope, intercept, voxels, start);
          }
        });
    Geometry geometry = Geometry.spaced(scale.column, scale.row, 1);
    Volume volume = new Volume(size, layout.frames() * components, geometry, voxels);
    return new SeriesImage(volume, scale.placement, channels, colour, warnings);
  }

  private static Channel channel(PixelLayout layout, int frame, double step) {
    boolean timed = layout.frames() > 1 && step > 0 && Double.isFinite(step);
    return new Channel(
        timed ? Map.of("FrameReferenceTime", Trait.Value.of(frame * step).text()) : Map.of(),
        Optional.empty());
  }

  private static Scale scale(DataSet image, String name, List<String> warnings) {
    List<UltrasoundRegion> regions = UltrasoundRegion.in(image);
    if (!regions.isEmpty()) {
      return ultrasound(regions, warnings);
    }
    Optional<double[]> patient = pair(image, Tag.PIXEL_SPACING, name);
    Optional<double[]> detector = pair(image, IMAGER_SPACING, name);
    boolean named = image.text(CALIBRATION).isPresent();
    if (patient.isPresent()) {
      double[] p = patient.get();
      boolean differs =
          detector.isPresent()
              && (Math.abs(p[0] - detector.get()[0]) > 1e-6 * p[0]
                  || Math.abs(p[1] - detector.get()[1]) > 1e-6 * p[1]);
      Placement placement =
          named || differs
              ? Placement.CALIBRATED
              : detector.isPresent() ? Placement.DETECTOR : Placement.UNSTATED;
      return new Scale(p[0], p[1], placement);
    }
    if (detector.isPresent()) {
      return new Scale(detector.get()[0], detector.get()[1], Placement.DETECTOR);
    }
    Optional<double[]> scanned = pair(image, SCANNED_SPACING, name);
    if (scanned.isPresent()) {
      return new Scale(scanned.get()[0], scanned.get()[1], Placement.UNSTATED);
    }
    warnings.add("There is no pixel size in the header: the geometry counts pixels.");
    return new Scale(1, 1, Placement.PIXELS);
  }

  private static Scale ultrasound(List<UltrasoundRegion> regions, List<String> warnings) {
    List<UltrasoundRegion> flat = regions.stream().filter(UltrasoundRegion::isSpatial).toList();
    if (!flat.isEmpty()) {
      UltrasoundRegion first = flat.getFirst();
      boolean one =
          flat.stream()
              .allMatch(
                  other ->
                      Math.abs(other.width() - first.width()) < 1e-3 * first.width()
                          && Math.abs(other.height() - first.height()) < 1e-3 * first.height());
      if (one) {
        warnings.add("Distances hold inside the calibrated region only.");
        return new Scale(first.height(), first.width(), Placement.CALIBRATED);
      }
    }
    warnings.add("The ultrasound regions have no common scale: the geometry counts pixels.");
    return new Scale(1, 1, Placement.PIXELS);
  }

  private static Optional<double[]> pair(DataSet image, Tag tag, String name) {
    double[] values = image.numbers(tag);
    if (values.length == 0) {
      return Optional.empty();
    }
    boolean usable =
        values.length == 2
            && values[0] > 0
            && values[1] > 0
            && Double.isFinite(values[0])
            && Double.isFinite(values[1]);
    if (!usable) {
      throw Plane.refused(name, "has a pixel spacing " + tag + " that is not positive and finite");
    }
    return Optional.of(values);
  }
}
