package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.config.Names;
import io.osler.core.volume.Truth;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A CSV manifest: {@code path} (relative to the table), {@code label} (several separated by ";") or
 * columns {@code label:NAME} of 0 and 1, {@code patient}, {@code split}, {@code id}; every further
 * column is an attribute. An empty label is unknown, an empty attribute absent.
 */
final class ManifestSet {
  private static final String SEVERAL = "label:";

  private final Path file;
  private final Csv table;
  private final LabelFile sidecar;
  private final Map<String, Integer> known = new LinkedHashMap<>();
  private final Map<String, Integer> findings = new LinkedHashMap<>();
  private final Map<String, Integer> attributes = new LinkedHashMap<>();

  private ManifestSet(Path file, Csv table, LabelFile sidecar) {
    this.file = file;
    this.table = table;
    this.sidecar = sidecar;
  }

  static DataSet open(Path file, Options options) {
    ManifestSet set = new ManifestSet(file, Csv.read(file), LabelFile.of(file, options));
    return set.read(new VolumeCache(options.cacheBytes()), options.foreign());
  }

  private DataSet read(VolumeCache cache, Foreign foreign) {
    sortColumns();
    if (table.rows().isEmpty()) {
      throw Csv.refused(file, 1, "the manifest lists no image", "add a line per image");
    }
    boolean several =
        !findings.isEmpty()
            || sidecar.task().equals(Optional.of(LabelFile.Task.MULTI_LABEL))
            || labelCells().stream().anyMatch(cell -> cell.contains(";"));
    List<String> own = sidecar.order(several ? findingNames() : classNames());
    List<String> notes = new ArrayList<>();
    Labels.Kind kind = several ? Labels.Kind.MULTI_LABEL : Labels.Kind.SINGLE_LABEL;
    Labels labels = own.isEmpty() ? Labels.none() : sidecar.labels(kind, own, notes);
    List<Entry> entries = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (int row = 0; row < table.rows().size(); row++) {
      String name = cell(row, "path");
      Path image = resolve(row, name);
      if (!Files.exists(image)) {
        missing.add(name);
      }
      String id = cell(row, "id").isEmpty() ? name : cell(row, "id");
      String patient = cell(row, "patient").isEmpty() ? id : cell(row, "patient");
      Truth truth = truth(row, several, own);
      entries.add(
          new Entry(
              id,
              patient,
              split(row),
              truth,
              attributes(row),
              new FileSource(image, cache, foreign)));
    }
    if (!missing.isEmpty()) {
      throw new InputException(
          "%s lists %d file(s) that do not exist, first %s."
              .formatted(file, missing.size(), missing.subList(0, Math.min(3, missing.size()))),
          "paths are relative to the manifest.",
          "correct the paths, or remove those lines.");
    }
    return new DataSet(name(), labels, entries, notes);
  }

  /** A folder with a manifest.csv is called like the folder, any other manifest like its file. */
  private String name() {
    Path whole = file.toAbsolutePath().normalize();
    int names = whole.getNameCount();
    boolean folder = whole.endsWith("manifest.csv") && names > 1;
    return whole.getName(names - (folder ? 2 : 1)).toString();
  }

  private void sortColumns() {
    for (int i = 0; i < table.columns().size(); i++) {
      String column = table.columns().get(i);
      String lower = column.toLowerCase(Locale.ROOT);
      if (lower.startsWith(SEVERAL)) {
        findings.put(column.substring(SEVERAL.length()).strip(), i);
        continue;
      }
      String role =
          switch (lower.replaceAll("[ _-]", "")) {
            case "path", "image", "file", "filename" -> "path";
            case "label", "labels", "class", "target" -> "label";
            case "patient", "patientid", "subject", "subjectid" -> "patient";
            case "split" -> "split";
            case "id" -> "id";
            default -> "";
          };
      if (role.isEmpty() || known.containsKey(role)) {
        attributes.put(column, i);
      } else {
        known.put(role, i);
      }
    }
    if (known.containsKey("label") && !findings.isEmpty()) {
      throw Csv.refused(
          file,
          1,
          "it has a column of labels and columns '" + SEVERAL + "…' of findings",
          "keep the one or the others");
    }
    if (!known.containsKey("path")) {
      throw new InputException(
          file + " has no column 'path'.",
          "its columns are " + table.columns() + ".",
          Names.advice("path", table.columns()));
    }
  }

  private String cell(int row, String role) {
    Integer column = known.get(role);
    return column == null ? "" : table.rows().get(row).get(column);
  }

  private List<String> labelCells() {
    List<String> cells = new ArrayList<>();
    for (int row = 0; row < table.rows().size(); row++) {
      cells.add(cell(row, "label"));
    }
    return cells;
  }

  /** Distinct labels by letter. */
  private List<String> classNames() {
    return labelCells().stream()
        .filter(cell -> !cell.isEmpty())
        .map(ManifestSet::number)
        .distinct()
        .sorted()
        .toList();
  }

  /** 01 and 1 are one label. */
  private static String number(String cell) {
    return cell.matches("[0-9]{1,9}") ? Integer.toString(Integer.parseInt(cell)) : cell;
  }

  private List<String> findingNames() {
    if (!findings.isEmpty()) {
      return List.copyOf(findings.keySet());
    }
    TreeSet<String> names = new TreeSet<>();
    labelCells().forEach(cell -> names.addAll(parts(cell)));
    return List.copyOf(names);
  }

  private static List<String> parts(String cell) {
    return Arrays.stream(cell.split(";"))
        .map(String::strip)
        .filter(part -> !part.isEmpty() && !part.equalsIgnoreCase("none"))
        .toList();
  }

  private Truth truth(int row, boolean several, List<String> own) {
    if (!findings.isEmpty()) {
      // In the order of the classes, which need not be that of the columns.
      List<Double> present = own.stream().map(name -> finding(row, name)).toList();
      boolean read = present.stream().anyMatch(one -> !one.isNaN());
      return read ? new Truth.Findings(present) : new Truth.Unknown();
    }
    String cell = cell(row, "label");
    if (cell.isEmpty()) {
      return new Truth.Unknown();
    } else if (several) {
      List<String> held = parts(cell);
      return new Truth.Findings(own.stream().map(n -> held.contains(n) ? 1.0 : 0.0).toList());
    }
    return new Truth.Category(own.indexOf(number(cell)));
  }

  /** 0, 1, or NaN where a finding was not read or has no column. */
  private double finding(int row, String name) {
    Integer column = findings.get(name);
    if (column == null) {
      return Double.NaN;
    }
    String cell = table.rows().get(row).get(column);
    return switch (cell) {
      case "0", "0.0" -> 0;
      case "1", "1.0" -> 1;
      case "" -> Double.NaN;
      default ->
          throw Csv.refused(
              file,
              table.lines().get(row),
              "'" + table.columns().get(column) + "' is '" + cell + "'",
              "write 0, 1, or nothing where it was not read");
    };
  }

  private Split split(int row) {
    String name = cell(row, "split");
    Optional<Split> split = Split.named(name);
    return split.orElseThrow(
        () ->
            Csv.refused(
                file,
                table.lines().get(row),
                "the split is '" + name + "'",
                "write train, val, test or nothing"));
  }

  private Map<String, String> attributes(int row) {
    Map<String, String> held = new LinkedHashMap<>();
    attributes.forEach(
        (name, column) -> {
          String value = table.rows().get(row).get(column);
          if (!value.isEmpty()) {
            held.put(name, value);
          }
        });
    return held;
  }

  private Path resolve(int row, String name) {
    if (name.isEmpty()) {
      throw Csv.refused(
          file, table.lines().get(row), "the path is empty", "write the image's path");
    }
    try {
      return file.resolveSibling(name);
    } catch (InvalidPathException e) {
      throw Csv.refused(
          file, table.lines().get(row), "the path is no path", "write the image's path");
    }
  }
}
