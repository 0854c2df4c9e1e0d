package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.io.ImageFile;
import io.osler.learn.data.OutlinedSets.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code images/} and {@code labels/} (or {@code masks/}) with files of equal stems; an image may
 * be a folder that holds one series, a label a segmentation that names its structures.
 */
final class PairFolders {
  private PairFolders() {}

  static Optional<DataSet> find(Path folder, Options options) {
    Path images = folder.resolve("images");
    Optional<Path> labels =
        List.of("labels", "masks").stream()
            .map(folder::resolve)
            .filter(Files::isDirectory)
            .findFirst();
    if (!Files.isDirectory(images) || labels.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(open(folder, images, labels.get(), options));
  }

  private static DataSet open(Path folder, Path images, Path labels, Options options) {
    Map<String, Path> maps = new HashMap<>();
    for (Path map : files(labels, options.foreign()::isLabels)) {
      if (maps.put(OutlinedSets.stem(map), map) != null) {
        throw new InputException(
            labels + " holds two label maps called '" + OutlinedSets.stem(map) + "'.",
            "one case in two formats.",
            "keep one.");
      }
    }
    List<Pair> pairs = new ArrayList<>();
    List<Path> alone = new ArrayList<>();
    Foreign foreign = options.foreign();
    for (Path image :
        files(images, one -> Files.isDirectory(one) && foreign.images(one).size() == 1)) {
      String id = OutlinedSets.stem(image);
      Optional<Path> map = Optional.ofNullable(maps.remove(id));
      if (map.isEmpty()) {
        alone.add(image);
      }
      pairs.add(new Pair(id, id, Split.NONE, List.of(image), map, Map.of()));
    }
    if (pairs.isEmpty()) {
      throw new InputException(images + " holds no image.", "", "put the images there.");
    }
    refuse(alone, "no label map of the same name in " + labels);
    refuse(maps.values().stream().sorted().toList(), "no image of the same name in " + images);
    List<String> notes = new ArrayList<>();
    pairs = new FoldList(folder).applied(pairs, notes);
    return OutlinedSets.unexplained(folder, pairs, options, notes);
  }

  /** Plain images, and whatever of another format counts as one. */
  private static List<Path> files(Path folder, Predicate<Path> foreign) {
    return FolderSet.list(folder).stream()
        .filter(one -> Files.isRegularFile(one) && ImageFile.isImage(one) || foreign.test(one))
        .toList();
  }

  private static void refuse(List<Path> alone, String what) {
    if (!alone.isEmpty()) {
      throw new InputException(
          "%d file(s) have %s, first %s.".formatted(alone.size(), what, alone.getFirst()),
          "a case that is missing, or a file that is named otherwise.",
          "add what is missing, or move these files out of the folder.");
    }
  }
}
