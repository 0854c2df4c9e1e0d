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
 * @param foreign reads images of formats that this module does not know, such as DICOM
 * @param outlines what label maps mean, where a model knows and the data do not say
 */
public record Options(
    List<String> classes,
    Optional<String> positive,
    Optional<Labels.Kind> kind,
    Optional<Path> labelFile,
    long cacheBytes,
    Foreign foreign,
    Optional<Outlines> outlines) {
  public Options {
    classes = List.copyOf(classes);
  }

  public static Options defaults() {
    long cache = Runtime.getRuntime().maxMemory() / 8;
    return new Options(
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        cache,
        Foreign.none(),
        Optional.empty());
  }

  public Options withForeign(Foreign reader) {
    return new Options(classes, positive, kind, labelFile, cacheBytes, reader, outlines);
  }

  public Options withOutlines(Outlines known) {
    return new Options(classes, positive, kind, labelFile, cacheBytes, foreign, Optional.of(known));
  }

  public Options withClasses(List<String> names) {
    return new Options(names, positive, kind, labelFile, cacheBytes, foreign, outlines);
  }

  public Options withPositive(String name) {
    return new Options(classes, Optional.of(name), kind, labelFile, cacheBytes, foreign, outlines);
  }

  public Options withKind(Labels.Kind other) {
    return new Options(
        classes, positive, Optional.of(other), labelFile, cacheBytes, foreign, outlines);
  }

  public Options withLabelFile(Path file) {
    return new Options(classes, positive, kind, Optional.of(file), cacheBytes, foreign, outlines);
  }
}
