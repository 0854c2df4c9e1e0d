package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.io.ImageFile;
import io.osler.learn.data.OutlinedSets.Pair;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code pairs.csv}: {@code image} (several files of one case separated by ";"), {@code label},
 * optionally {@code id}, {@code patient}, {@code split}, {@code fold}; further columns are
 * attributes. Paths are relative to the table; a folder is a DICOM series, a label may be a DICOM
 * segmentation or structure set.
 */
final class PairTable {
  private PairTable() {}

  /** Whether a table's columns are those of pairs: its labels are files, not class names. */
  static boolean is(Path file, Foreign foreign) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (!name.endsWith(".csv") && !name.endsWith(".tsv")) {
      return false;
    }
    Csv table = Csv.read(file);
    int label = column(table, "label");
    return column(table, "image") >= 0
        && label >= 0
        && !table.rows().isEmpty()
        && table.rows().stream()
            .map(row -> row.get(label))
            .filter(cell -> !cell.isEmpty())
            .allMatch(cell -> isMap(file, cell, foreign));
  }

  private static boolean isMap(Path file, String cell, Foreign foreign) {
    try {
      return ImageFile.isImage(Path.of(cell))
          || foreign.isLabels(file.toAbsolutePath().resolveSibling(cell));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static int column(Csv table, String name) {
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.columns().get(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  static DataSet open(Path file, Options options) {
    Csv table = Csv.read(file);
    int image = column(table, "image");
    int label = column(table, "label");
    if (image < 0 || label < 0) {
      throw new InputException(
          file + " has no columns 'image' and 'label'.",
          "its columns are " + table.columns() + ".",
          "name the two columns so.");
    }
    List<Pair> pairs = new ArrayList<>();
    Map<String, Integer> stems = new HashMap<>();
    for (List<String> row : table.rows()) {
      stems.merge(OutlinedSets.stem(Path.of(row.get(image)).getFileName()), 1, Integer::sum);
    }
    for (int r = 0; r < table.rows().size(); r++) {
      List<String> row = table.rows().get(r);
      List<Path> images = new ArrayList<>();
      for (String part : row.get(image).split(";")) {
        images.add(resolve(file, table.lines().get(r), part.strip()));
      }
      Optional<Path> map =
          row.get(label).isBlank()
              ? Optional.empty()
              : Optional.of(resolve(file, table.lines().get(r), row.get(label).strip()));
      Map<String, String> more = new LinkedHashMap<>();
      for (int c = 0; c < table.columns().size(); c++) {
        if (c != image && c != label && !row.get(c).isEmpty()) {
          more.put(table.columns().get(c).toLowerCase(Locale.ROOT), row.get(c));
        }
      }
      String stem = OutlinedSets.stem(images.getFirst());
      String own =
          stems.getOrDefault(stem, 0) > 1
              ? OutlinedSets.stem(Path.of(row.get(image).replace('/', '-').replace('\\', '-')))
              : stem;
      String id = Optional.ofNullable(more.remove("id")).orElse(own);
      String patient = Optional.ofNullable(more.remove("patient")).orElse(id);
      String named = Optional.ofNullable(more.remove("split")).orElse("");
      int line = table.lines().get(r);
      Split split =
          Split.named(named)
              .orElseThrow(
                  () -> Csv.refused(file, line, "split '" + named + "'", "train, val or test"));
      pairs.add(new Pair(id, patient, split, images, map, more));
    }
    OutlinedSets.requireFiles(file, pairs);
    return OutlinedSets.unexplained(
        Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file),
        pairs,
        options,
        List.of());
  }

  private static Path resolve(Path file, int line, String name) {
    if (name.isEmpty()) {
      throw Csv.refused(file, line, "the image is empty", "write its path");
    }
    try {
      return file.toAbsolutePath().resolveSibling(name);
    } catch (InvalidPathException e) {
      throw Csv.refused(file, line, "'" + name + "' is no path", "write the image's path");
    }
  }
}
