package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.core.finding.Code;
import io.osler.core.finding.Finding;
import io.osler.core.finding.Measurement;
import io.osler.core.finding.Place;
import io.osler.core.volume.Vec3;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The findings of an imaging measurement report: a structured report of template TID 1500 (PS3.16),
 * one finding for each measurement group.
 *
 * @param notes what could not be taken over, in sentences without values
 */
public record MeasurementReport(Code title, List<Finding> findings, List<String> notes) {
  private static final Tag CONTENT = Tag.parse("ContentSequence");
  private static final Tag NAME = Tag.parse("ConceptNameCodeSequence");
  private static final Tag KIND = Tag.parse("ValueType");
  private static final Tag CODE = Tag.parse("ConceptCodeSequence");
  private static final Tag TEXT = Tag.parse("TextValue");
  private static final Tag UID = Tag.parse("UID");
  private static final Tag MEASURED = Tag.parse("MeasuredValueSequence");
  private static final Tag NUMERIC = Tag.parse("NumericValue");
  private static final Tag FLOATING = Tag.parse("FloatingPointValue");
  private static final Tag UNITS = Tag.parse("MeasurementUnitsCodeSequence");
  private static final Tag REFERENCED = Tag.parse("ReferencedSOPSequence");
  private static final Tag REFERENCED_UID = Tag.parse("ReferencedSOPInstanceUID");
  private static final Tag REFERENCED_FRAME = Tag.parse("ReferencedFrameNumber");
  private static final Tag REFERENCED_SEGMENT = Tag.parse("ReferencedSegmentNumber");
  private static final Tag GRAPHIC_TYPE = Tag.parse("GraphicType");
  private static final Tag GRAPHIC_DATA = Tag.parse("GraphicData");
  private static final Tag SPACE = Tag.parse("ReferencedFrameOfReferenceUID");

  public MeasurementReport {
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  /** Refuses reports of other templates, which may mean anything. */
  public static MeasurementReport read(DicomFile file) {
    DataSet root = file.dataSet();
    Code title =
        Codes.first(root, NAME)
            .filter(code -> code.is("126000", "DCM"))
            .orElseThrow(
                () ->
                    new InputException(
                        file.name() + " is no imaging measurement report.",
                        "its title " + NAME + " is not (126000, DCM), template TID 1500.",
                        "read it with a program that knows its template."));
    List<Finding> findings = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    groups(root, findings, notes);
    return new MeasurementReport(title, findings, notes);
  }

  /** Measurement groups lie one or two containers below the root; the tree's depth is bounded. */
  private static void groups(DataSet node, List<Finding> findings, List<String> notes) {
    for (DataSet item : node.items(CONTENT)) {
      Optional<Code> name = Codes.first(item, NAME);
      if (name.isPresent() && name.get().is("125007", "DCM")) {
        findings.add(finding(item, notes));
      } else if (item.text(KIND).map("CONTAINER"::equals).orElse(false)) {
        groups(item, findings, notes);
      }
    }
  }

  private static Finding finding(DataSet group, List<String> notes) {
    String id = "";
    Optional<String> uid = Optional.empty();
    Optional<Code> what = Optional.empty();
    List<Code> sites = new ArrayList<>();
    List<Measurement> measurements = new ArrayList<>();
    List<Measurement.Attribute> attributes = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    for (DataSet item : group.items(CONTENT)) {
      Optional<Code> name = Codes.first(item, NAME);
      Optional<Code> code = Codes.first(item, CODE);
      switch (item.text(KIND).orElse("")) {
        case "TEXT" -> id = isNamed(name, "112039", "DCM") ? item.text(TEXT).orElse("") : id;
        case "UIDREF" -> uid = isNamed(name, "112040", "DCM") ? item.text(UID) : uid;
        case "NUM" -> measurement(item, name, notes).ifPresent(measurements::add);
        case "CODE" -> {
          if (isNamed(name, "121071", "DCM")) {
            what = code;
          } else if (isNamed(name, "363698007", "SCT") || isNamed(name, "G-C0E3", "SRT")) {
            code.ifPresent(sites::add);
          } else if (name.isPresent() && code.isPresent()) {
            attributes.add(new Measurement.Attribute(name.get(), code.get()));
          }
        }
        case "IMAGE", "COMPOSITE" -> reference(item).ifPresent(places::add);
        case "SCOORD" -> places.addAll(onImages(item, notes));
        case "SCOORD3D" -> inPatient(item, notes).ifPresent(places::add);
        default -> {
          // Containers and dates within a group describe how it was made.
        }
      }
    }
    return new Finding(id, uid, what, sites, measurements, attributes, places);
  }

  private static boolean isNamed(Optional<Code> name, String value, String scheme) {
    return name.isPresent() && name.get().is(value, scheme);
  }

  private static Optional<Measurement> measurement(
      DataSet item, Optional<Code> name, List<String> notes) {
    Optional<DataSet> measured = item.item(MEASURED);
    Optional<Code> unit = measured.flatMap(one -> Codes.first(one, UNITS));
    double value =
        measured
            .map(one -> one.number(FLOATING).orElse(one.number(NUMERIC).orElse(Double.NaN)))
            .orElse(Double.NaN);
    if (name.isEmpty() || unit.isEmpty() || !Double.isFinite(value)) {
      notes.add("A measurement without a name, a unit or a finite value was left out.");
      return Optional.empty();
    }
    List<Measurement.Attribute> modifiers = new ArrayList<>();
    for (DataSet child : item.items(CONTENT)) {
      Optional<Code> about = Codes.first(child, NAME);
      Optional<Code> answer = Codes.first(child, CODE);
      if (about.isPresent() && answer.isPresent()) {
        modifiers.add(new Measurement.Attribute(about.get(), answer.get()));
      }
    }
    return Optional.of(new Measurement(name.get(), value, unit.get(), modifiers));
  }

  private static Optional<Place> reference(DataSet item) {
    Optional<DataSet> referenced = item.item(REFERENCED);
    Optional<String> instance = referenced.flatMap(one -> one.text(REFERENCED_UID));
    if (instance.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        referenced.get().integer(REFERENCED_SEGMENT).isPresent()
            ? new Place.InSegment(
                instance.get(), referenced.get().integer(REFERENCED_SEGMENT).getAsInt())
            : new Place.Image(instance.get()));
  }

  private static List<Place> onImages(DataSet item, List<String> notes) {
    double[] data = item.numbers(GRAPHIC_DATA);
    Optional<Place.Shape> shape = shape(item);
    List<Place.Point> points = new ArrayList<>();
    for (int i = 0; i + 1 < data.length; i += 2) {
      points.add(new Place.Point(data[i], data[i + 1]));
    }
    List<Place> places = new ArrayList<>();
    for (DataSet child : item.items(CONTENT)) {
      for (DataSet image : child.items(REFERENCED)) {
        Optional<String> instance = image.text(REFERENCED_UID);
        if (shape.isPresent() && instance.isPresent() && data.length % 2 == 0) {
          int frame = Math.max(1, image.integer(REFERENCED_FRAME).orElse(1));
          places.add(new Place.OnImage(instance.get(), frame, shape.get(), points));
        }
      }
    }
    if (places.isEmpty()) {
      notes.add("A region without an image or with an unknown shape was left out.");
    }
    return places;
  }

  private static Optional<Place> inPatient(DataSet item, List<String> notes) {
    double[] data = item.numbers(GRAPHIC_DATA);
    Optional<Place.Shape> shape = shape(item);
    Optional<String> space = item.text(SPACE);
    if (shape.isEmpty() || space.isEmpty() || data.length % 3 != 0) {
      notes.add("A region without a frame of reference or with an unknown shape was left out.");
      return Optional.empty();
    }
    List<Vec3> points = new ArrayList<>();
    for (int i = 0; i < data.length; i += 3) {
      points.add(new Vec3(data[i], data[i + 1], data[i + 2]));
    }
    return Optional.of(new Place.InPatient(space.get(), shape.get(), points));
  }

  private static Optional<Place.Shape> shape(DataSet item) {
    return item.text(GRAPHIC_TYPE)
        .flatMap(
            text ->
                List.of(Place.Shape.values()).stream()
                    .filter(one -> one.name().equals(text))
                    .findFirst());
  }
}
