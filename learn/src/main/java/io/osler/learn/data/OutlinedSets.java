package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.io.ImageFile;
import io.osler.core.io.ImageFormat;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Truth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out which layout of images with label maps a path holds, and opens it. */
final class OutlinedSets {
  /** Label maps looked into for whether numbers stand for objects. */
  private static final int LOOKED_AT = 24;

  private OutlinedSets() {}

  /** One image with its label map, as a layout lists it. */
  record Pair(
      String id,
      String patient,
      Split split,
      List<Path> images,
      Optional<Path> labels,
      Map<String, String> attributes) {}

  static Optional<DataSet> find(Path path, Options options) {
    boolean folder = Files.isDirectory(path);
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    Path json = folder ? path.resolve("dataset.json") : path;
    if (Files.isRegularFile(json) && (folder || name.endsWith(".json"))) {
      return Optional.of(new DatasetJson(json, options).open());
    }
    Path pairs = folder ? path.resolve("pairs.csv") : path;
    if (Files.isRegularFile(pairs) && (folder || PairTable.is(pairs, options.foreign()))) {
      return Optional.of(PairTable.open(pairs, options));
    }
    return folder ? PairFolders.find(path, options) : Optional.empty();
  }

  /** The name without the ending of an image format. */
  static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".dcm")) {
      return name.substring(0, name.length() - 4);
    }
    return ImageFormat.ofName(name).stream()
        .flatMap(format -> format.endings().stream())
        .filter(lower::endsWith)
        .max(Comparator.comparingInt(String::length))
        .map(ending -> name.substring(0, name.length() - ending.length()))
        .orElse(name);
  }

  /** Images in a folder by name, hidden files passed over. */
  static List<Path> images(Path folder) {
    return FolderSet.list(folder).stream()
        .filter(Files::isRegularFile)
        .filter(ImageFile::isImage)
        .toList();
  }

  /** Refuses pairs whose files are not there. */
  static void requireFiles(Path listing, List<Pair> pairs) {
    List<String> missing = new ArrayList<>();
    for (Pair pair : pairs) {
      Stream.concat(pair.images().stream(), pair.labels().stream())
          .filter(file -> !Files.exists(file))
          .forEach(file -> missing.add(file.toString()));
    }
    if (!missing.isEmpty()) {
      throw new InputException(
          "%s lists %d file(s) that do not exist, first %s."
              .formatted(listing, missing.size(), missing.subList(0, Math.min(3, missing.size()))),
          "an incomplete download, or paths that are not relative to " + listing.getParent() + ".",
          "bring the files back, or take the cases out of the list.");
    }
    if (pairs.isEmpty()) {
      throw new InputException(listing + " lists no case.", "", "add cases.");
    }
  }

  /** A set whose label values nobody explains: they are looked at. */
  static DataSet unexplained(Path where, List<Pair> pairs, Options options, List<String> known) {
    if (options.outlines().isPresent()) {
      return set(where, options.outlines().get(), pairs, options, known);
    }
    Map<Boolean, List<Path>> kinds =
        pairs.stream()
            .flatMap(pair -> pair.labels().stream())
            .collect(Collectors.partitioningBy(options.foreign()::isLabels));
    List<Path> named = kinds.getOrDefault(true, List.of());
    List<Path> maps = kinds.getOrDefault(false, List.of());
    List<Path> some = named.isEmpty() ? spread(maps, LOOKED_AT) : maps;
    List<String> notes = new ArrayList<>(known);
    List<String> channels = channels(pairs, options, notes);
    List<Numbering> seen = some.parallelStream().map(OutlinedSets::numbering).toList();
    Outlines outlines;
    if (!options.classes().isEmpty()) {
      outlines = named(options.classes(), channels);
    } else if (!named.isEmpty()) {
      TreeSet<Integer> plain = new TreeSet<>();
      seen.forEach(numbering -> plain.addAll(numbering.values()));
      List<Map<Integer, String>> structures =
          named.stream().map(options.foreign()::structures).toList();
      outlines = NamedLabels.outlines(where, structures, plain, channels);
    } else if (Numbering.ofObjects(seen)) {
      outlines = Outlines.objects(channels);
      notes.add(
          "Taken as instances: in each of %d label maps looked at, objects are numbered 1, 2, 3 …"
                  .formatted(seen.size())
              + " and each number is one connected object.");
    } else {
      TreeSet<Integer> values = new TreeSet<>();
      List<Numbering> all =
          some.size() == maps.size()
              ? seen
              : maps.parallelStream().map(OutlinedSets::numbering).toList();
      all.forEach(numbering -> values.addAll(numbering.values()));
      if (values.isEmpty()) {
        throw new InputException(
            where + ": every label map is empty.", "", "give label maps with values above 0.");
      }
      if (values.first() < 0 || values.size() > Outlines.MOST) {
        throw new InputException(
            "%s: the label maps hold %d values from %d to %d, which name no structures."
                .formatted(where, values.size(), values.first(), values.last()),
            "intensity images instead of label maps, or objects numbered over all images.",
            "give whole numbers from 1 for structures, or number the objects of each image anew.");
      }
      outlines = Outlines.numbered(List.copyOf(values), channels);
    }
    return set(where, outlines, pairs, options, notes);
  }

  private static Outlines named(List<String> names, List<String> channels) {
    List<Outlines.Structure> structures = new ArrayList<>();
    int from = names.getFirst().equalsIgnoreCase("background") ? 1 : 0;
    for (int i = from; i < names.size(); i++) {
      int value = i + 1 - from;
      structures.add(new Outlines.Structure(names.get(i), List.of(value), value));
    }
    return new Outlines(structures, false, Optional.empty(), false, channels);
  }

  static DataSet set(
      Path where, Outlines outlines, List<Pair> pairs, Options options, List<String> notes) {
    List<Entry> entries = new ArrayList<>();
    for (Pair pair : pairs) {
      entries.add(
          new Entry(
              pair.id(),
              pair.patient(),
              pair.split(),
              new Truth.Unknown(),
              pair.attributes(),
              new OutlinedSource(pair.images(), pair.labels(), outlines, options.foreign())));
    }
    Path whole = where.toAbsolutePath().normalize();
    return DataSet.outlined(String.valueOf(whole.getFileName()), outlines, entries, notes);
  }

  /** From the first images' headers: the number of files, or of channels in the one file. */
  private static List<String> channels(List<Pair> pairs, Options options, List<String> notes) {
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (Pair pair : spread(pairs, 400)) {
      int held =
          pair.images().size() > 1 ? pair.images().size() : held(pair.images().getFirst(), options);
      least = Math.min(least, held);
      most = Math.max(most, held);
    }
    if (least == 1 && most == 3) {
      notes.add("Grey and colour images are mixed: grey ones are read as colour.");
    } else if (least != most) {
      throw new InputException(
          "The images have between %d and %d channels.".formatted(least, most),
          "images of several kinds in one set.",
          "give every image the same channels.");
    }
    String only = modality(pairs);
    List<String> names = new ArrayList<>();
    for (int c = 0; c < most; c++) {
      names.add(most == 1 ? only : most == 3 ? List.of("R", "G", "B").get(c) : "channel-" + c);
    }
    return names;
  }

  /** What a column {@code modality} says of all cases alike: CT is scaled otherwise than MR. */
  private static String modality(List<Pair> pairs) {
    List<String> said =
        pairs.stream()
            .map(pair -> pair.attributes().getOrDefault("modality", "").strip())
            .distinct()
            .toList();
    return said.size() == 1 && !said.getFirst().isEmpty() ? said.getFirst() : "image";
  }

  private static int held(Path image, Options options) {
    return Files.isDirectory(image) || options.foreign().is(image)
        ? options.foreign().read(image).channels()
        : ImageFile.header(image).channels();
  }

  private static <T> List<T> spread(List<T> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    List<T> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(all.get((int) ((long) i * all.size() / most)));
    }
    return some;
  }

  private static Numbering numbering(Path file) {
    LabelMap map = OutlinedSource.readLabels(file);
    return Numbering.of(map);
  }
}
