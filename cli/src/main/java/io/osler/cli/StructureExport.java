package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.core.io.Atomic;
import io.osler.core.io.Nifti;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.read.StructureSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Outlines of a structure set as label maps on the grid of the series that they were drawn on: one
 * map, or one for each structure when they overlap.
 */
record StructureExport(Path out, List<Grid> grids) {
  private static final Tag STRUCTURES = Tag.parse("StructureSetROISequence");
  private static final Tag SPACES = Tag.parse("ReferencedFrameOfReferenceSequence");
  private static final Tag STUDIES = Tag.parse("RTReferencedStudySequence");
  private static final Tag SERIES = Tag.parse("RTReferencedSeriesSequence");

  /**
   * A series that became a volume.
   *
   * @param space UID of its frame of reference; empty when it has none
   */
  record Grid(String series, String space, Size size, Geometry geometry) {}

  static boolean is(DataSet header) {
    return header.has(STRUCTURES);
  }

  /**
   * @param name makes a name that is not taken yet
   * @return the files that were written
   */
  List<Path> write(DicomFile file, UnaryOperator<String> name) throws IOException {
    StructureSet set = StructureSet.read(file);
    Grid grid = grid(set, file.dataSet());
    String number = file.dataSet().text(Tag.SERIES_NUMBER).orElse("series");
    String stem = number.replaceAll("[^A-Za-z0-9-]+", "_") + "_structures";
    Map<String, LabelMap> maps = new LinkedHashMap<>();
    Map<String, Object> names = new LinkedHashMap<>();
    List<LabelMap> masks =
        set.structures().stream().map(one -> set.mask(one, grid.size, grid.geometry)).toList();
    if (overlap(masks)) {
      for (int s = 0; s < masks.size(); s++) {
        StructureSet.Structure one = set.structures().get(s);
        String words = one.name().replaceAll("[^A-Za-z0-9-]+", "_");
        maps.put(name.apply(stem + "_" + one.number() + "_" + words), masks.get(s));
      }
    } else {
      maps.put(name.apply(stem), set.labels(grid.size, grid.geometry));
      for (int s = 0; s < set.structures().size(); s++) {
        names.put(set.structures().get(s).name(), s + 1);
      }
    }
    Files.createDirectories(out);
    List<Path> made = new ArrayList<>();
    boolean whole = false;
    try {
      for (Map.Entry<String, LabelMap> one : maps.entrySet()) {
        Path nifti = out.resolve(one.getKey() + ".nii.gz");
        Nifti.write(nifti, one.getValue());
        made.add(nifti);
        if (!names.isEmpty()) {
          Path sidecar = out.resolve(one.getKey() + ".json");
          byte[] text = Json.write(Map.of("labels", names)).getBytes(StandardCharsets.UTF_8);
          Atomic.write(sidecar, text);
          made.add(sidecar);
        }
      }
      whole = true;
    } finally {
      if (!whole) {
        for (Path path : made) {
          Files.deleteIfExists(path);
        }
      }
    }
    return made.stream().filter(path -> path.toString().endsWith(".nii.gz")).toList();
  }

  private static boolean overlap(List<LabelMap> masks) {
    int[] seen = new int[masks.isEmpty() ? 0 : masks.getFirst().labels().length];
    for (LabelMap mask : masks) {
      int[] labels = mask.labels();
      for (int v = 0; v < seen.length; v++) {
        seen[v] += labels[v];
        if (seen[v] > 1) {
          return true;
        }
      }
    }
    return false;
  }

  /** The series that it names, else the only one in its frame of reference. */
  private Grid grid(StructureSet set, DataSet header) {
    List<String> named =
        header.items(SPACES).stream()
            .flatMap(space -> space.items(STUDIES).stream())
            .flatMap(study -> study.items(SERIES).stream())
            .flatMap(series -> series.text(Tag.SERIES).stream())
            .toList();
    List<Grid> fitting =
        grids.stream()
            .filter(
                one ->
                    set.frameOfReference().isEmpty()
                        || one.space.isEmpty()
                        || one.space.equals(set.frameOfReference()))
            .toList();
    List<Grid> wanted = fitting.stream().filter(one -> named.contains(one.series)).toList();
    List<Grid> found = wanted.isEmpty() && named.isEmpty() ? fitting : wanted;
    if (found.size() != 1) {
      throw new InputException(
          "%d volume(s) here are the images that it was drawn on.".formatted(found.size()),
          "outlines need the grid of the one series that they refer to.",
          "convert it in one folder with that series.");
    }
    return found.getFirst();
  }
}
