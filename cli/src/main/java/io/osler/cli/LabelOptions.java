package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Labels;
import io.osler.learn.data.Options;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Labels of a data set that meets a model: the model's own, unless the data disagree. */
final class LabelOptions {
  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "NAME",
      description = "Class names in the order of their numbers (default: the model's).")
  private List<String> labels = List.of();

  DataSet open(Path path, Labels model) {
    Options options =
        Options.defaults()
            .withForeign(new DicomImages())
            .withClasses(labels.isEmpty() ? model.classes() : labels);
    if (model.binary()) {
      options = options.withPositive(model.classes().get(model.positive()));
    }
    DataSet data = DataSets.open(path, options);
    boolean labelled = data.labels().kind() != Labels.Kind.UNLABELLED;
    if (labelled && !data.labels().classes().equals(model.classes())) {
      throw new InputException(
          "The data tell apart %s, the model %s."
              .formatted(data.labels().classes(), model.classes()),
          "the data belong to another task, or their classes are named otherwise.",
          "name them with --labels in the order of their numbers.");
    }
    return data;
  }
}
