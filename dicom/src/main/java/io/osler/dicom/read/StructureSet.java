package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Outlines drawn for radiotherapy (PS3.3 C.8.8.5, C.8.8.6), slice by slice in the patient.
 *
 * @param frameOfReference UID of the coordinate system of its images; empty when not said
 */
public record StructureSet(String frameOfReference, List<Structure> structures) {
  private static final Tag STRUCTURES = Tag.parse("StructureSetROISequence");
  private static final Tag CONTOURS = Tag.parse("ROIContourSequence");
  private static final Tag CONTOUR = Tag.parse("ContourSequence");
  private static final Tag NUMBER = Tag.parse("ROINumber");
  private static final Tag NAME = Tag.parse("ROIName");
  private static final Tag SPACE = Tag.parse("ReferencedFrameOfReferenceUID");
  private static final Tag REFERENCED_NUMBER = Tag.parse("ReferencedROINumber");
  private static final Tag KIND = Tag.parse("ContourGeometricType");
  private static final Tag POINTS = Tag.parse("NumberOfContourPoints");
  private static final Tag DATA = Tag.parse("ContourData");

  public StructureSet {
    structures = List.copyOf(structures);
  }

  /** One outline: points in mm LPS, joined in order; closed ones back to the first. */
  public record Outline(boolean closed, List<Vec3> points) {
    public Outline {
      points = List.copyOf(points);
    }
  }

  /** A named set of outlines. */
  public record Structure(int number, String name, List<Outline> outlines) {
    public Structure {
      outlines = List.copyOf(outlines);
    }
  }

  public static StructureSet read(DicomFile file) {
    DataSet set = file.dataSet();
    if (!set.has(STRUCTURES)) {
      throw new InputException(
          file.name() + " is no structure set.",
          "it has no element " + STRUCTURES + ".",
          "give the RTSTRUCT file of the series.");
    }
    Map<Integer, List<Outline>> outlines = new LinkedHashMap<>();
    for (DataSet one : set.items(CONTOURS)) {
      List<Outline> all =
          outlines.computeIfAbsent(
              one.integer(REFERENCED_NUMBER).orElse(-1), number -> new ArrayList<>());
      for (DataSet contour : one.items(CONTOUR)) {
        all.add(outline(file, contour));
      }
    }
    List<Structure> structures = new ArrayList<>();
    String space = "";
    for (DataSet one : set.items(STRUCTURES)) {
      int number =
          one.integer(NUMBER)
              .orElseThrow(() -> refused(file, NUMBER, "is missing from a structure"));
      String own = one.text(SPACE).orElse("");
      if (!space.isEmpty() && !own.isEmpty() && !own.equals(space)) {
        throw refused(file, SPACE, "differs between structures: they belong to several images");
      }
      space = own.isEmpty() ? space : own;
      structures.add(
          new Structure(
              number, one.text(NAME).orElse(""), outlines.getOrDefault(number, List.of())));
    }
    return new StructureSet(space, structures);
  }

  private static Outline outline(DicomFile file, DataSet contour) {
    double[] data = contour.numbers(DATA);
    String kind = contour.text(KIND).orElse("");
    if (data.length == 0 || data.length % 3 != 0) {
      throw refused(file, DATA, "does not hold whole points");
    }
    if (contour.integer(POINTS).orElse(data.length / 3) != data.length / 3) {
      throw refused(file, DATA, "does not hold as many points as " + POINTS + " says");
    }
    List<Vec3> points = new ArrayList<>();
    for (int i = 0; i < data.length; i += 3) {
      Vec3 point = new Vec3(data[i], data[i + 1], data[i + 2]);
      if (!point.isFinite()) {
        throw refused(file, DATA, "holds a point that is not finite");
      }
      points.add(point);
    }
    boolean closed = kind.startsWith("CLOSED_PLANAR") || kind.equals("CLOSEDPLANAR_XOR");
    return new Outline(closed, points);
  }

  private static InputException refused(DicomFile file, Tag tag, String what) {
    return new InputException(
        file.name() + ": element " + tag + " " + what + ".",
        "a damaged or non-conformant structure set.",
        "obtain it again from the planning system.");
  }

  /**
   * Structure n of {@link #structures} (from 0) as label n + 1 on the grid of its images.
   *
   * <p>A voxel belongs to a structure when its centre lies within an odd number of its outlines on
   * that slice, so that inner outlines are holes and keyholes close. Refused: structures that
   * overlap (take them one by one), outlines between slices or off the grid's planes.
   */
  public LabelMap labels(Size size, Geometry geometry) {
    int[] labels = new int[size.voxels()];
    for (int n = 0; n < structures.size(); n++) {
      boolean[] inside = Raster.fill(structures.get(n), size, geometry);
      for (int v = 0; v < labels.length; v++) {
        if (inside[v] && labels[v] != 0) {
          throw new InputException(
              "Structures %d and %d overlap."
                  .formatted(structures.get(labels[v] - 1).number(), structures.get(n).number()),
              "one voxel cannot have two labels.",
              "take the structures one by one.");
        }
        labels[v] = inside[v] ? n + 1 : labels[v];
      }
    }
    return new LabelMap(size, geometry, labels);
  }

  /** One structure as label 1. */
  public LabelMap mask(Structure structure, Size size, Geometry geometry) {
    boolean[] inside = Raster.fill(structure, size, geometry);
    int[] labels = new int[inside.length];
    for (int v = 0; v < labels.length; v++) {
      labels[v] = inside[v] ? 1 : 0;
    }
    return new LabelMap(size, geometry, labels);
  }
}
