package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.volume.Truth;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Labels;
import io.osler.learn.data.Options;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Labels of a data set that meets a model: the model's own, unless the data disagree. */
final class LabelOptions {
  private static final String NUMBER = "[0-9]{1,4}";

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "NAME",
      description = "Class names in the order of their numbers (default: the model's).")
  private List<String> labels = List.of();

  /** How an outlined set is read: its structures by these names, if there are any. */
  Options outlined() {
    Options options = Options.defaults().withForeign(new DicomImages());
    return labels.isEmpty() ? options : options.withClasses(labels);
  }

  /**
   * Images to judge, whatever is known of them: a label that is no class of the model's is unknown.
   */
  DataSet images(Path path, Labels model) {
    Options options = Options.defaults().withForeign(new DicomImages());
    DataSet data = DataSets.open(path, labels.isEmpty() ? options : options.withClasses(labels));
    List<Entry> entries =
        data.entries().stream()
            .map(one -> one.with(known(one.truth(), data.labels().classes(), model)))
            .toList();
    boolean labelled = entries.stream().anyMatch(Entry::isLabelled);
    return new DataSet(data.name(), labelled ? model : Labels.none(), entries, data.notes());
  }

  private static Truth known(Truth truth, List<String> names, Labels model) {
    return switch (truth) {
      case Truth.Category(int index) -> category(names.get(index), model);
      case Truth.Findings findings
          when model.kind() == Labels.Kind.MULTI_LABEL && names.equals(model.classes()) ->
          findings;
      default -> new Truth.Unknown();
    };
  }

  /** By name, or by its number where the model's classes have names and the data's have none. */
  private static Truth category(String name, Labels model) {
    int index = model.classes().indexOf(name);
    boolean numbered = model.classes().stream().anyMatch(one -> one.matches(NUMBER));
    if (index < 0 && !numbered && name.matches(NUMBER)) {
      index = Integer.parseInt(name) < model.classes().size() ? Integer.parseInt(name) : -1;
    }
    return index < 0 ? new Truth.Unknown() : new Truth.Category(index);
  }

  /** Labelled images in the model's classes, whatever the order that the data name them in. */
  DataSet open(Path path, Labels model) {
    Options options = outlined();
    if (model.kind() == Labels.Kind.MULTI_LABEL) {
      options = options.withKind(model.kind()); // also where no case happens to have two findings
    }
    DataSet data = DataSets.open(path, options);
    List<String> own = data.labels().classes();
    if (own.isEmpty()) {
      return data;
    }
    if (labels.isEmpty() && own.stream().allMatch(name -> name.matches(NUMBER))) {
      data = data.in(model).orElseGet(() -> DataSets.open(path, named(model)));
    }
    return data.in(model)
        .orElseThrow(
            () ->
                new InputException(
                    "The data tell apart %s, the model %s.".formatted(own, model.classes()),
                    "the data belong to another task, or their classes are named otherwise.",
                    "name them with --labels in the order of their numbers."));
  }

  private Options named(Labels model) {
    Options options = outlined().withClasses(model.classes());
    return model.kind() == Labels.Kind.MULTI_LABEL ? options.withKind(model.kind()) : options;
  }
}
