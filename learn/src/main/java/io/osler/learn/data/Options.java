package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.volume.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the user says about the labels beyond what the data say.
 *
 * @param classes class names in order ({@code --labels a,b}); empty to take the data's own
 * @param labelFile a labels.yaml to use in place of the one beside the data
 * @param cacheBytes how much memory decoded image files may take
 * @param folder reads a folder that is one image, such as a DICOM series
 * @param outlines what label maps mean, where a model knows and the data do not say
 */
public record Options(
    List<String> classes,
    Optional<String> positive,
    Optional<Labels.Kind> kind,
    Optional<Path> labelFile,
    long cacheBytes,
    Function<Path, Volume> folder,
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
        Options::refuse,
        Optional.empty());
  }

  private static Volume refuse(Path folder) {
    throw new InputException(
        folder + " is a folder, not an image.",
        "a DICOM series, which needs its own reader.",
        "convert it to NIfTI.");
  }

  public Options withFolder(Function<Path, Volume> reader) {
    return new Options(classes, positive, kind, labelFile, cacheBytes, reader, outlines);
  }

  public Options withOutlines(Outlines known) {
    return new Options(classes, positive, kind, labelFile, cacheBytes, folder, Optional.of(known));
  }

  public Options withClasses(List<String> names) {
    return new Options(names, positive, kind, labelFile, cacheBytes, folder, outlines);
  }

  public Options withPositive(String name) {
    return new Options(classes, Optional.of(name), kind, labelFile, cacheBytes, folder, outlines);
  }

  public Options withKind(Labels.Kind other) {
    return new Options(
        classes, positive, Optional.of(other), labelFile, cacheBytes, folder, outlines);
  }

  public Options withLabelFile(Path file) {
    return new Options(classes, positive, kind, Optional.of(file), cacheBytes, folder, outlines);
  }
}
