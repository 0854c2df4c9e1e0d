package io.osler.dicom.read;

import io.osler.core.volume.Vec3;
import io.osler.dicom.codec.PixelLayout;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Slices reconstructed from a gamma camera (PS3.3 C.8.4): slice n lies at p + (n − 1)·d·normal,
 * where p is the detector's image position and d, the spacing between slices, carries a sign
 * (C.8.4.15). Projections and planar views are no slices.
 */
final class Nuclear {
  private static final Tag DETECTORS = Tag.parse("DetectorInformationSequence");
  private static final Tag SLICES = Tag.parse("SliceVector");
  private static final Tag DETECTOR = Tag.parse("DetectorVector");

  /** What else may tell frames apart, in the order in which channels are sorted. */
  private static final List<Tag> VECTORS =
      List.of(
          Tag.parse("EnergyWindowVector"),
          Tag.parse("RotationVector"),
          Tag.parse("PhaseVector"),
          Tag.parse("RRIntervalVector"),
          Tag.parse("TimeSlotVector"),
          Tag.parse("TimeSliceVector"));

  private Nuclear() {}

  /** Whether it is reconstructed and its detector says where in the patient it lies. */
  static boolean is(DataSet image) {
    List<String> type = image.texts(Tag.IMAGE_TYPE);
    return type.size() > 2
        && type.get(2).matches("RECON( GATED)? TOMO")
        && image.item(DETECTORS).filter(one -> one.has(Tag.ORIENTATION)).isPresent();
  }

  static List<Frame> frames(Path path, DicomFile file, PixelLayout layout) {
    DataSet image = file.dataSet();
    List<DataSet> detectors = image.items(DETECTORS);
    int count = layout.frames();
    double[] slices = vector(file, SLICES, count).orElseGet(() -> counted(count));
    double[] used = vector(file, DETECTOR, count).orElse(new double[count]);
    double between = image.number(Frames.BETWEEN).orElse(0);
    List<Frame> frames = new ArrayList<>();
    for (int f = 0; f < count; f++) {
      int detector = (int) Math.max(1, used[f]);
      if (detector > detectors.size()) {
        throw Plane.refused(file.name(), "names a detector " + DETECTOR + " that it lacks");
      }
      DataSet place = detectors.get(detector - 1);
      Plane first = Plane.of(file.name(), place, place, image);
      if (slices[f] != 1 && (between == 0 || !Double.isFinite(between))) {
        throw Plane.refused(file.name(), "has no distance between slices " + Frames.BETWEEN);
      }
      Vec3 at = first.position().plus(first.normal().times((slices[f] - 1) * between));
      Map<Trait, Trait.Value> traits = Trait.of(image);
      String rest = rest(file, f, count);
      if (!rest.isEmpty()) {
        traits.put(Trait.DIMENSIONS, Trait.Value.of(rest));
      }
      frames.add(
          Frames.frame(path, file, layout, f, first.at(at), image, traits, Optional.empty()));
    }
    return frames;
  }

  private static double[] counted(int count) {
    double[] numbers = new double[count];
    for (int f = 0; f < count; f++) {
      numbers[f] = f + 1;
    }
    return numbers;
  }

  private static String rest(DicomFile file, int frame, int count) {
    List<String> parts = new ArrayList<>();
    for (Tag tag : VECTORS) {
      vector(file, tag, count)
          .ifPresent(values -> parts.add(String.format(Locale.ROOT, "%06d", (long) values[frame])));
    }
    return String.join("\\", parts);
  }

  /** One number for each frame; empty when the file does not count that way. */
  private static Optional<double[]> vector(DicomFile file, Tag tag, int count) {
    double[] values = file.dataSet().numbers(tag);
    if (values.length == 0) {
      return Optional.empty();
    }
    if (values.length != count || !Arrays.stream(values).allMatch(Double::isFinite)) {
      throw Plane.refused(file.name(), "has a vector " + tag + " that does not fit its frames");
    }
    return Optional.of(values);
  }
}
