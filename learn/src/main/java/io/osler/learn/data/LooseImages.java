package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.io.ImageFile;
import io.osler.learn.data.OutlinedSets.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Images to predict, whatever is known about them. */
final class LooseImages {
  /** CASE_0000, CASE_0001 …: a file for each channel. */
  private static final Pattern CHANNEL = Pattern.compile("(.+)_(\\d{4})");

  private LooseImages() {}

  static DataSet open(Path path, Outlines outlines, Options options) {
    boolean folder = Files.isDirectory(path);
    if (!folder && options.foreign().is(path)) {
      return OutlinedSets.set(
          path,
          outlines,
          List.of(pair(OutlinedSets.stem(path), List.of(path))),
          options,
          List.of());
    }
    if (folder || !ImageFile.isImage(path)) {
      Optional<DataSet> known = OutlinedSets.find(path, options);
      if (known.isPresent()) {
        return known.get();
      }
      if (!folder) {
        throw new InputException(
            path + " is neither an image nor a list of images.",
            "",
            "give an image, a folder of images, dataset.json or pairs.csv.");
      }
    }
    Map<String, Map<Integer, Path>> byCase = new TreeMap<>();
    for (Path file : folder ? OutlinedSets.images(path) : List.of(path)) {
      String stem = OutlinedSets.stem(file);
      Matcher matcher = CHANNEL.matcher(stem);
      boolean channel = folder && matcher.matches();
      Map<Integer, Path> parts =
          byCase.computeIfAbsent(channel ? matcher.group(1) : stem, _ -> new TreeMap<>());
      if (parts.put(channel ? Integer.parseInt(matcher.group(2)) : 0, file) != null) {
        throw new InputException(
            path + " holds two images called '" + stem + "'.",
            "one case in two formats.",
            "keep one.");
      }
    }
    List<Pair> pairs = new ArrayList<>();
    byCase.forEach((id, parts) -> pairs.add(pair(id, List.copyOf(parts.values()))));
    if (pairs.isEmpty()) {
      options.foreign().images(path).forEach(one -> pairs.add(pair(one.id(), List.of(one.path()))));
    }
    if (pairs.isEmpty()) {
      pairs.add(
          pair(String.valueOf(path.toAbsolutePath().normalize().getFileName()), List.of(path)));
    }
    return OutlinedSets.set(path, outlines, pairs, options, List.of());
  }

  private static Pair pair(String id, List<Path> images) {
    return new Pair(id, id, Split.NONE, images, Optional.empty(), Map.of());
  }
}
