package io.osler.learn.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the user says about the labels beyond what the data say.
 *
 * @param classes class names in order ({@code --labels a,b}); empty to take the data's own
 * @param labelFile a labels.yaml to use in place of the one beside the data
 * @param cacheBytes how much memory decoded image files may take
 */
public record Options(
    List<String> classes,
    Optional<String> positive,
    Optional<Labels.Kind> kind,
    Optional<Path> labelFile,
    long cacheBytes) {
  public Options {
    classes = List.copyOf(classes);
  }

  public static Options defaults() {
    long cache = Runtime.getRuntime().maxMemory() / 8;
    return new Options(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), cache);
  }

  public Options withClasses(List<String> names) {
    return new Options(names, positive, kind, labelFile, cacheBytes);
  }

  public Options withPositive(String name) {
    return new Options(classes, Optional.of(name), kind, labelFile, cacheBytes);
  }

  public Options withKind(Labels.Kind other) {
    return new Options(classes, positive, Optional.of(other), labelFile, cacheBytes);
  }

  public Options withLabelFile(Path file) {
    return new Options(classes, positive, kind, Optional.of(file), cacheBytes);
  }
}
