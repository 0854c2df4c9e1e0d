package io.osler.learn.data;

import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.config.Names;
import io.osler.core.io.Atomic;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * A folder that cases are written into, by several threads, and that is a data set itself
 * afterwards: {@code images/}, {@code masks/} where there are masks, {@code manifest.csv} in the
 * order of the source, {@code labels.yaml}.
 *
 * <p>Volumes become NIfTI of 32-bit floats. A picture (one slice, no geometry of its own) whose
 * values are still 0 to 255 becomes PNG; one that left this range becomes NIfTI, which keeps its
 * values.
 */
public final class CaseFolder {
  private static final Rotation UPRIGHT = Geometry.UNIT.direction();

  private final Path folder;
  private final DataSet source;
  private final List<String> names;
  private final Map<Integer, Map<String, String>> rows = new ConcurrentSkipListMap<>();

  /** An existing folder must be empty. */
  public CaseFolder(Path folder, DataSet source) {
    this.folder = folder;
    this.source = source;
    this.names = names(source);
    try {
      Files.createDirectories(folder.resolve("images"));
      try (Stream<Path> inside = Files.list(folder)) {
        if (inside.anyMatch(path -> !path.endsWith("images"))
            || !FolderSet.list(folder.resolve("images")).isEmpty()) {
          throw new InputException(
              folder + " is not empty.", "", "name a new folder, or move the old one away.");
        }
      }
    } catch (IOException e) {
      throw new InputException(
          folder + " cannot be made.",
          "a file of that name, or no permission.",
          "name another.",
          e);
    }
  }

  /** File names from ids: no way out of the folder, no name twice, no ending of the source's. */
  private static List<String> names(DataSet source) {
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (Entry entry : source.entries()) {
      String plain =
          entry
              .id()
              .replaceFirst("(?i)(\\.nii\\.gz|\\.[a-z]{2,4})$", "")
              .replaceAll("[^A-Za-z0-9._/-]+", "_")
              .replaceAll("(^|/)[.]+", "$1")
              .replaceAll("/{2,}", "/")
              .replaceAll("^/|/$", "");
      String base = plain.isEmpty() ? "image" : plain;
      String name = base;
      for (int n = 2; !taken.add(name.toLowerCase(Locale.ROOT)); n++) {
        name = base + "-" + n;
      }
      names.add(name);
    }
    return names;
  }

  /** Writes one case in the place of the source's entry {@code index}; returns its image file. */
  public Path write(int index, Case one) {
    Entry entry = source.entries().get(index);
    Map<String, String> row = new LinkedHashMap<>();
    String name = names.get(index);
    Path image = image(folder.resolve("images").resolve(name), one.image());
    row.put("path", relative(image));
    row.put("id", entry.id());
    row.put("patient", entry.patient());
    row.put("split", entry.split() == Split.NONE ? "" : entry.split().key());
    switch (one.truth()) {
      case Truth.Category(int c) -> row.put("label", source.labels().classes().get(c));
      case Truth.Findings(List<Double> present) -> {
        for (int c = 0; c < present.size(); c++) {
          double p = present.get(c);
          String cell = Double.isNaN(p) ? "" : p > 0.5 ? "1" : "0";
          row.put("label:" + source.labels().classes().get(c), cell);
        }
      }
      case Truth.Mask(LabelMap map) ->
          row.put("mask", relative(mask(folder.resolve("masks").resolve(name), map)));
      default -> {}
    }
    one.attributes().forEach(row::putIfAbsent);
    rows.put(index, row);
    return image;
  }

  private String relative(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private static Path image(Path stem, Volume image) {
    Path file = beside(stem, ImageOut.isPicture(image) ? ".png" : ".nii.gz");
    ImageOut.write(file, image);
    return file;
  }

  private static Path mask(Path stem, LabelMap map) {
    boolean picture = map.size().is2d() && map.geometry().direction().equals(UPRIGHT);
    Path file = beside(stem, picture && ImageOut.fitsByte(map) ? ".png" : ".nii.gz");
    ImageOut.write(file, map);
    return file;
  }

  private static Path beside(Path stem, String ending) {
    Path folder = Optional.ofNullable(stem.getParent()).orElse(stem);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InputException(
          folder + " cannot be made.", "no permission, or a full disk.", "name another folder.", e);
    }
    return folder.resolve(stem.getFileName() + ending);
  }

  /** Writes manifest and class names; what was written before is a data set from now on. */
  public void close() {
    Set<String> columns = new TreeSet<>();
    rows.values().forEach(row -> columns.addAll(row.keySet()));
    List<String> order =
        new ArrayList<>(List.of("path", "id", "patient", "split", "label", "mask"));
    order.retainAll(columns);
    columns.removeAll(order);
    order.addAll(columns);
    StringBuilder text =
        new StringBuilder(String.join(",", order.stream().map(Csv::cell).toList()));
    for (Map<String, String> row : rows.values()) {
      text.append('\n');
      text.append(
          String.join(",", order.stream().map(c -> Csv.cell(row.getOrDefault(c, ""))).toList()));
    }
    Atomic.write(folder.resolve("manifest.csv"), (text + "\n").getBytes(StandardCharsets.UTF_8));
    Labels labels = source.labels();
    if (labels.kind() != Labels.Kind.UNLABELLED) {
      Map<String, Object> sidecar = new TreeMap<>();
      sidecar.put("classes", labels.classes());
      sidecar.put("positive", labels.classes().get(labels.positive()));
      sidecar.put("task", Names.kebab(labels.kind().name()));
      Atomic.write(
          folder.resolve("labels.yaml"), Config.write(sidecar).getBytes(StandardCharsets.UTF_8));
    }
  }
}
