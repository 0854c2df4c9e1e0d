package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.core.io.ImageFile;
import io.osler.learn.data.OutlinedSets.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code dataset.json} as the Medical Segmentation Decathlon writes it ({@code modality}, {@code
 * labels} by number, {@code training} pairs) and as nnU-Net v2 does ({@code channel_names}, {@code
 * labels} by name, regions, {@code file_ending}, {@code imagesTr/CASE_0000}, {@code labelsTr/CASE},
 * {@code splits_final.json}).
 */
final class DatasetJson {
  private static final long MOST_BYTES = 64L << 20;

  private final Path file;
  private final Path folder;
  private final Options options;
  private final Map<String, Object> json;
  private final List<String> notes = new ArrayList<>();

  DatasetJson(Path file, Options options) {
    this.file = file;
    this.folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    this.options = options;
    this.json = Json.read(text(file), file.toString());
  }

  static String text(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new InputException(file + " is over 64 MiB.", "", "check that it is the right file.");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new InputException(
          file + " cannot be read.", "it is missing, or no UTF-8 text.", "check the file.", e);
    }
  }

  DataSet open() {
    Map<String, Object> labels = map("labels");
    boolean named = labels.values().stream().noneMatch(v -> v instanceof String);
    List<String> channels = channels();
    Outlines outlines = named ? byName(labels, channels) : byNumber(labels, channels);
    options.outlines().ifPresent(model -> agree(outlines, model));
    List<Pair> pairs = pairs(channels.size());
    OutlinedSets.requireFiles(file, pairs);
    long training = pairs.stream().filter(p -> p.split() != Split.TEST).count();
    if (json.get("numTraining") instanceof Number count && count.intValue() != training) {
      notes.add(
          "dataset.json speaks of %s training cases, %d are there.".formatted(count, training));
    }
    pairs = new FoldList(folder).applied(pairs, notes);
    return OutlinedSets.set(folder, outlines, pairs, options, notes);
  }

  private void agree(Outlines own, Outlines model) {
    if (!own.structures().equals(model.structures())
        || own.channels().size() != model.channels().size()) {
      throw new InputException(
          "%s outlines %s in %d channel(s), the model %s in %d."
              .formatted(
                  file, own.names(), own.channels().size(), model.names(), model.channels().size()),
          "the data belong to another task.",
          "give data of the model's task.");
    }
  }

  private Map<String, Object> map(String key) {
    Map<String, Object> out = new LinkedHashMap<>();
    if (!(json.get(key) instanceof Map<?, ?> found)) {
      throw refused("has no '" + key + "'", "write it as nnU-Net or the Decathlon does");
    }
    found.forEach((k, v) -> out.put(String.valueOf(k), v));
    return out;
  }

  private InputException refused(String what, String fix) {
    return new InputException(file + " " + what + ".", "", fix + ".");
  }

  private List<String> channels() {
    String key = json.containsKey("channel_names") ? "channel_names" : "modality";
    TreeMap<Integer, String> sorted = new TreeMap<>();
    map(key).forEach((number, name) -> sorted.put(number(number, key), String.valueOf(name)));
    if (sorted.isEmpty() || sorted.lastKey() != sorted.size() - 1 || sorted.firstKey() != 0) {
      throw refused("numbers its '" + key + "' " + sorted.keySet(), "number them from 0");
    }
    return List.copyOf(sorted.values());
  }

  private int number(Object value, String key) {
    String text = String.valueOf(value);
    if (value instanceof Number n && n.doubleValue() == Math.rint(n.doubleValue())) {
      return n.intValue();
    }
    if (!text.matches("[0-9]{1,6}")) {
      throw refused("has '" + text + "' under '" + key + "'", "write whole numbers");
    }
    return Integer.parseInt(text);
  }

  /** {@code "1": "Anterior"}. */
  private Outlines byNumber(Map<String, Object> labels, List<String> channels) {
    TreeMap<Integer, String> sorted = new TreeMap<>();
    labels.forEach((value, name) -> sorted.put(number(value, "labels"), String.valueOf(name)));
    List<Outlines.Structure> structures = new ArrayList<>();
    sorted.forEach(
        (value, name) -> {
          if (value != 0) {
            structures.add(new Outlines.Structure(name, List.of(value), value));
          }
        });
    return outlines(structures, false, Optional.empty(), channels);
  }

  /** {@code "Anterior": 1}, regions {@code "whole": [1, 2]}, {@code "ignore": 3}. */
  private Outlines byName(Map<String, Object> labels, List<String> channels) {
    List<Outlines.Structure> structures = new ArrayList<>();
    Optional<Integer> ignore = Optional.empty();
    boolean regions = labels.values().stream().anyMatch(List.class::isInstance);
    List<?> order = json.get("regions_class_order") instanceof List<?> list ? list : List.of();
    for (Map.Entry<String, Object> label : labels.entrySet()) {
      List<Integer> values = new ArrayList<>();
      if (label.getValue() instanceof List<?> several) {
        several.forEach(value -> values.add(number(value, "labels")));
      } else {
        values.add(number(label.getValue(), "labels"));
      }
      if (label.getKey().equals("ignore")) {
        ignore = Optional.of(values.getFirst());
      } else if (!values.equals(List.of(0))) {
        int next = structures.size();
        if (regions && next >= order.size()) {
          throw refused(
              "has regions but no 'regions_class_order' of their number",
              "list the value to write for each region");
        }
        int written = regions ? number(order.get(next), "regions_class_order") : values.getFirst();
        structures.add(new Outlines.Structure(label.getKey(), values, written));
      }
    }
    return outlines(structures, regions, ignore, channels);
  }

  private Outlines outlines(
      List<Outlines.Structure> structures,
      boolean regions,
      Optional<Integer> ignore,
      List<String> channels) {
    if (structures.isEmpty()) {
      throw refused("lists no structure beside the background", "list one under 'labels'");
    }
    try {
      return new Outlines(structures, regions, ignore, false, channels);
    } catch (InputException refused) {
      throw new InputException(file + ": " + refused.getMessage(), "", "", refused);
    }
  }

  private List<Pair> pairs(int channels) {
    List<Pair> pairs = new ArrayList<>();
    if (json.get("training") instanceof List<?> training) {
      for (Object one : training) {
        pairs.add(decathlon(one));
      }
      return pairs;
    }
    if (json.get("dataset") instanceof Map<?, ?> listed) {
      listed.forEach((id, one) -> pairs.add(listed(String.valueOf(id), one)));
      return pairs;
    }
    pairs.addAll(cases("imagesTr", "labelsTr", Split.NONE, channels));
    if (Files.isDirectory(folder.resolve("imagesTs"))
        && Files.isDirectory(folder.resolve("labelsTs"))) {
      pairs.addAll(cases("imagesTs", "labelsTs", Split.TEST, channels));
    }
    return pairs;
  }

  private Pair decathlon(Object one) {
    if (!(one instanceof Map<?, ?> map)
        || !(map.get("image") instanceof String image)
        || !(map.get("label") instanceof String label)) {
      throw refused("lists a training case without 'image' and 'label'", "give both");
    }
    Path path = folder.resolve(image).normalize();
    String id = OutlinedSets.stem(path);
    return new Pair(
        id,
        id,
        Split.NONE,
        List.of(path),
        Optional.of(folder.resolve(label).normalize()),
        Map.of());
  }

  private Pair listed(String id, Object one) {
    if (!(one instanceof Map<?, ?> map)
        || !(map.get("images") instanceof List<?> images)
        || !(map.get("label") instanceof String label)) {
      throw refused("lists '" + id + "' without 'images' and 'label'", "give both");
    }
    List<Path> paths =
        images.stream().map(image -> folder.resolve(String.valueOf(image)).normalize()).toList();
    return new Pair(
        id, id, Split.NONE, paths, Optional.of(folder.resolve(label).normalize()), Map.of());
  }

  private List<Pair> cases(String images, String labels, Split split, int channels) {
    String ending = String.valueOf(json.getOrDefault("file_ending", ".nii.gz"));
    if (!Files.isDirectory(folder.resolve(images))) {
      throw refused("has no " + images + "/ beside it", "put the images there");
    }
    List<Path> files = FolderSet.list(folder.resolve(images));
    Map<String, Map<Integer, Path>> byCase = channels(files, ending);
    requireNumbers(files, byCase, ending);
    boolean several = byCase.values().stream().anyMatch(parts -> parts.size() > 1);
    List<Pair> pairs = new ArrayList<>();
    byCase.forEach(
        (id, parts) -> {
          int wanted = several ? channels : 1; // one file may hold all channels
          if (parts.size() != wanted || !parts.containsKey(0) || !parts.containsKey(wanted - 1)) {
            throw new InputException(
                "%s: the case '%s' has the channels %s, dataset.json lists %d."
                    .formatted(folder.resolve(images), id, parts.keySet(), channels),
                "a file is missing.",
                "add it (channels count from 0000), or take the case out.");
          }
          Path label = folder.resolve(labels).resolve(id + ending);
          pairs.add(
              new Pair(id, id, split, List.copyOf(parts.values()), Optional.of(label), Map.of()));
        });
    requireImages(folder.resolve(labels), folder.resolve(images), byCase.keySet(), ending);
    return pairs;
  }

  /** Images whose names lack what makes them channels would be left out without a word. */
  private void requireNumbers(
      List<Path> files, Map<String, Map<Integer, Path>> byCase, String ending) {
    Set<Path> numbered = new HashSet<>();
    byCase.values().forEach(parts -> numbered.addAll(parts.values()));
    for (Path path : files) {
      boolean image = ImageFile.isImage(path);
      if (image && !numbered.contains(path) && (byCase.isEmpty() || name(path).endsWith(ending))) {
        throw new InputException(
            "%s is no channel of a case: its name does not end in _0000%s or the like."
                .formatted(path, ending),
            "a file named otherwise, or another 'file_ending' in " + file + ".",
            "name it CASE_0000" + ending + ", or correct 'file_ending'.");
      }
    }
  }

  private static void requireImages(Path labels, Path images, Set<String> cases, String ending) {
    for (Path path : Files.isDirectory(labels) ? FolderSet.list(labels) : List.<Path>of()) {
      String name = name(path);
      if (name.endsWith(ending)
          && !cases.contains(name.substring(0, name.length() - ending.length()))) {
        throw new InputException(
            path + " has no image in " + images + ".",
            "a case that is missing, or a file that is named otherwise.",
            "bring the image back, or take the label map out.");
      }
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** {@code CASE_0000.nii.gz} files by case, then by channel. */
  static Map<String, Map<Integer, Path>> channels(List<Path> files, String ending) {
    Pattern pattern = Pattern.compile("(.+)_(\\d{4})" + Pattern.quote(ending));
    Map<String, Map<Integer, Path>> byCase = new TreeMap<>();
    for (Path path : files) {
      Matcher matcher = pattern.matcher(String.valueOf(path.getFileName()));
      if (matcher.matches()) {
        byCase
            .computeIfAbsent(matcher.group(1), _ -> new TreeMap<>())
            .put(Integer.parseInt(matcher.group(2)), path);
      }
    }
    return byCase;
  }
}
