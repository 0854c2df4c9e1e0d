package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Dictionary;
import io.osler.dicom.dataset.Element;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.read.Channel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a series was acquired, by the names and in the units of BIDS 1.10 (times in seconds). Nothing
 * about the patient, the place or the day.
 */
final class BidsSidecar {
  /** Taken as they are, under the keyword of the dictionary. */
  private static final List<String> TEXTS =
      List.of(
          "Modality",
          "Manufacturer",
          "BodyPartExamined",
          "PatientPosition",
          "SoftwareVersions",
          "MRAcquisitionType",
          "SeriesDescription",
          "ProtocolName",
          "ScanningSequence",
          "SequenceVariant",
          "ScanOptions",
          "SequenceName",
          "PulseSequenceName",
          "ReceiveCoilName",
          "ConvolutionKernel",
          "Units",
          "AttenuationCorrectionMethod",
          "ScatterCorrectionMethod",
          "ReconstructionMethod",
          "DecayCorrection",
          "Radiopharmaceutical");

  private static final List<String> NUMBERS =
      List.of(
          "SeriesNumber",
          "AcquisitionNumber",
          "MagneticFieldStrength",
          "ImagingFrequency",
          "SliceThickness",
          "SpacingBetweenSlices",
          "FlipAngle",
          "EchoTrainLength",
          "NumberOfAverages",
          "PixelBandwidth",
          "PercentSampling",
          "SAR",
          "KVP",
          "GantryDetectorTilt",
          "DiffusionBValue");

  /** DICOM keyword in milliseconds → BIDS name in seconds. */
  private static final Map<String, String> MILLISECONDS =
      new TreeMap<>(
          Map.of(
              "EchoTime", "EchoTime",
              "EffectiveEchoTime", "EchoTime",
              "RepetitionTime", "RepetitionTime",
              "InversionTime", "InversionTime",
              "ActualFrameDuration", "FrameDuration",
              "ExposureTime", "ExposureTime"));

  /** DICOM keyword → another name of BIDS, same unit. */
  private static final Map<String, String> RENAMED =
      new TreeMap<>(
          Map.of(
              "ManufacturerModelName", "ManufacturersModelName",
              "EchoNumbers", "EchoNumber",
              "PercentPhaseFieldOfView", "PercentPhaseFOV",
              "InPlanePhaseEncodingDirection", "InPlanePhaseEncodingDirectionDICOM",
              "RadionuclideTotalDose", "InjectedRadioactivity",
              "XRayTubeCurrent", "XRayTubeCurrent"));

  private final List<DataSet> places;
  private final Map<String, Object> fields = new TreeMap<>();

  private BidsSidecar(List<DataSet> places) {
    this.places = places;
  }

  /**
   * @param channels of the volume; what tells them apart is listed under {@code Channels}
   */
  static Map<String, Object> of(DicomFile file, List<Channel> channels) {
    DataSet image = file.dataSet();
    java.util.ArrayList<DataSet> places = new java.util.ArrayList<>();
    places.add(image);
    image.items(Tag.parse("RadiopharmaceuticalInformationSequence")).forEach(places::add);
    image.item(Tag.SHARED_GROUPS).ifPresent(groups -> inside(groups, places));
    image.item(Tag.FRAME_GROUPS).ifPresent(groups -> inside(groups, places));
    BidsSidecar sidecar = new BidsSidecar(places);
    sidecar.fill();
    if (channels.size() > 1) {
      sidecar.fields.put("Channels", channels.stream().map(Channel::attributes).toList());
    }
    return sidecar.fields;
  }

  private static void inside(DataSet groups, List<DataSet> places) {
    for (Element element : groups.elements()) {
      if (element instanceof Element.Items group && group.items().size() == 1) {
        places.add(group.items().getFirst());
      }
    }
  }

  private void fill() {
    TEXTS.forEach(keyword -> text(keyword, keyword));
    List<String> type = texts(Tag.IMAGE_TYPE);
    if (!type.isEmpty()) {
      fields.put("ImageType", type);
    }
    NUMBERS.forEach(keyword -> number(keyword, keyword, 1));
    MILLISECONDS.forEach((keyword, name) -> number(keyword, name, 1e-3));
    RENAMED.forEach(
        (keyword, name) -> {
          boolean isText = keyword.equals("ManufacturerModelName") || keyword.startsWith("InPlane");
          if (isText) {
            text(keyword, name);
          } else {
            number(keyword, name, 1);
          }
        });
    double[] orientation = numbers(Tag.ORIENTATION);
    if (orientation.length == 6) {
      fields.put("ImageOrientationPatientDICOM", Arrays.stream(orientation).boxed().toList());
    }
    fields.put("ConversionSoftware", "Osler");
    fields.put("ConversionSoftwareVersion", Version.osler());
  }

  private void text(String keyword, String name) {
    List<String> found = texts(tag(keyword));
    if (!found.isEmpty()) {
      fields.put(name, String.join("_", found));
    }
  }

  private void number(String keyword, String name, double factor) {
    double[] found = numbers(tag(keyword));
    if (found.length > 0 && Double.isFinite(found[0]) && !fields.containsKey(name)) {
      // 30 ms are 0.03 s, not 0.030000000000000002.
      double value = factor == 1 ? found[0] : Math.rint(found[0] * 1e6) / 1e9;
      fields.put(name, value);
    }
  }

  private static Tag tag(String keyword) {
    return Dictionary.tag(keyword)
        .orElseThrow(() -> new IllegalStateException(keyword + " is not in the dictionary."));
  }

  private List<String> texts(Tag tag) {
    Optional<DataSet> place = places.stream().filter(one -> !one.texts(tag).isEmpty()).findFirst();
    return place.map(one -> one.texts(tag)).orElse(List.of());
  }

  private double[] numbers(Tag tag) {
    for (DataSet place : places) {
      try {
        double[] numbers = place.numbers(tag);
        if (numbers.length > 0) {
          return numbers;
        }
      } catch (InputException e) {
        // A sidecar tells what it can: a broken number stands in the dump.
        continue;
      }
    }
    return new double[0];
  }
}
