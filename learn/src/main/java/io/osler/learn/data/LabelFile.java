package io.osler.learn.data;

import io.osler.core.config.Config;
import io.osler.core.config.Default;
import io.osler.core.config.InputException;
import io.osler.core.config.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The sidecar {@code NAME.labels.yaml} or {@code labels.yaml} beside the data: class names by
 * index, the positive one, and how they relate. Every key may be absent.
 */
@Kind("labels")
record LabelFile(
    @Default("[]") List<String> classes, Optional<String> positive, Optional<Task> task) {

  /** What a class is called when nothing that is looked for is seen. */
  private static final Set<String> ABSENT =
      Set.of(
          "normal",
          "healthy",
          "benign",
          "negative",
          "none",
          "no",
          "other",
          "absent",
          "control",
          "no finding",
          "background");

  enum Task {
    BINARY,
    SINGLE_LABEL,
    ORDINAL,
    MULTI_LABEL;

    Labels.Kind kind() {
      return switch (this) {
        case BINARY, SINGLE_LABEL -> Labels.Kind.SINGLE_LABEL;
        case ORDINAL -> Labels.Kind.ORDINAL;
        case MULTI_LABEL -> Labels.Kind.MULTI_LABEL;
      };
    }
  }

  /** Options first, then the file they name, then the file beside the data. */
  static LabelFile of(Path data, Options options) {
    LabelFile file =
        options
            .labelFile()
            .or(() -> beside(data))
            .map(path -> Config.read(LabelFile.class, path))
            .orElse(new LabelFile(List.of(), Optional.empty(), Optional.empty()));
    if (file.task().equals(Optional.of(Task.BINARY)) && file.classes().size() > 2) {
      throw new InputException(
          "The label file says task: binary but lists " + file.classes().size() + " classes.",
          "",
          "write task: single-label.");
    }
    Optional<Task> task = options.kind().map(kind -> Task.valueOf(kind.name())).or(file::task);
    return new LabelFile(
        options.classes().isEmpty() ? file.classes() : options.classes(),
        options.positive().or(file::positive),
        task);
  }

  private static Optional<Path> beside(Path data) {
    if (Files.isDirectory(data)) {
      return Optional.of(data.resolve("labels.yaml")).filter(Files::isRegularFile);
    }
    String stem = String.valueOf(data.getFileName()).replaceFirst("\\.[^.]+$", "");
    return Stream.of(stem + ".labels.yaml", "labels.yaml")
        .map(data::resolveSibling)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** The labels for classes as the data name them, in the data's order, renamed by index. */
  Labels labels(Labels.Kind found, List<String> own, List<String> notes) {
    Labels.Kind kind = task.map(Task::kind).orElse(found);
    if (found == Labels.Kind.MULTI_LABEL && kind != found) {
      throw new InputException(
          "The data have several labels an image, but " + kind + " is asked for.",
          "",
          "take the option or the key 'task' away.");
    }
    List<String> names = classes.isEmpty() ? own : classes;
    if (names.size() < own.size()) {
      throw new InputException(
          "The data have %d classes, but %d names are given: %s."
              .formatted(own.size(), names.size(), names),
          "labels out of range, or names for another data set.",
          "give one name per class, in order of the indices.");
    }
    Labels plain = new Labels(kind, names, Math.min(1, Math.max(0, names.size() - 1)));
    if (positive.isPresent()) {
      if (!plain.binary() && !names.isEmpty()) {
        notes.add(
            "'%s' is not looked for alone: among %d %s a positive one has no meaning."
                .formatted(
                    positive.get(),
                    names.size(),
                    kind == Labels.Kind.MULTI_LABEL ? "findings" : "classes"));
      }
      return new Labels(kind, names, plain.index(positive.get()));
    }
    if (plain.binary() && absent(names.get(0)) != absent(names.get(1))) {
      int looked = absent(names.get(0)) ? 1 : 0;
      notes.add(
          "Taken as positive: '%s', because '%s' is what is left without it; --positive says else."
              .formatted(names.get(looked), names.get(1 - looked)));
      return new Labels(kind, names, looked);
    }
    if (plain.binary()) {
      notes.add(
          "Taken as positive: '%s', because nothing says which class is looked for; --positive says."
              .formatted(names.get(plain.positive())));
    }
    return plain;
  }

  /**
   * The classes of data that name them, in order. An order given must hold the same words. Numbers
   * are ordered by value; names are for the numbers from 0 on where there are enough of them, else
   * for those that occur.
   */
  List<String> order(List<String> own) {
    if (!classes.isEmpty() && classes.containsAll(own)) {
      return classes;
    }
    if (own.stream().noneMatch(LabelFile::isWord)) {
      return numbers(own);
    }
    if (classes.isEmpty() || !classes.stream().allMatch(LabelFile::isWord)) {
      return own;
    }
    List<String> missing = new ArrayList<>(own);
    missing.removeAll(classes);
    throw new InputException(
        "The data have the class '" + missing.getFirst() + "', which is not among " + classes + ".",
        "a mistyped name, or a class left out.",
        "list every class of the data.");
  }

  private List<String> numbers(List<String> own) {
    TreeMap<Integer, String> byValue = new TreeMap<>();
    own.forEach(name -> byValue.put(Integer.parseInt(name), name));
    if (!byValue.isEmpty() && classes.size() > byValue.lastKey()) {
      for (int i = 0; i < byValue.lastKey(); i++) {
        byValue.putIfAbsent(i, Integer.toString(i));
      }
    }
    return List.copyOf(byValue.values());
  }

  /** Names of what is seen where nothing is found. */
  private static boolean absent(String name) {
    return ABSENT.contains(name.toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' '));
  }

  private static boolean isWord(String name) {
    return !name.matches("[0-9]{1,9}");
  }
}
