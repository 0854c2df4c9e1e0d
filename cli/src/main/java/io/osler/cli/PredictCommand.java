package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.infer.Predictions;
import io.osler.learn.task.Classify;
import io.osler.learn.tensor.Library;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code osler predict}. */
@Command(
    name = "predict",
    description = {
      "Apply a model to images: one, a folder, an .npz or a manifest.",
      "Research use only: not for decisions about patients."
    },
    footer = {"", "Example: osler predict model/ image.png --format json"})
final class PredictCommand implements Callable<Integer> {
  /** How results are printed. */
  enum Format {
    TABLE,
    JSON,
    CSV
  }

  @Parameters(index = "0", paramLabel = "MODEL", description = "A folder made by 'osler train'.")
  private Path model = Path.of("model");

  @Parameters(index = "1", paramLabel = "DATA", description = "An image, or a set of them.")
  private Path path = Path.of(".");

  @Mixin private final LabelOptions labels = new LabelOptions();

  @Option(
      names = "--format",
      defaultValue = "TABLE",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TABLE;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where label maps go: one for each image, on its grid and in its format.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--probabilities",
      description = "Write probabilities and their entropy beside each label map.")
  private boolean probabilities;

  private final SequencedMap<String, String> refused = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    Library.prefetch();
    Bundle bundle = Bundle.open(model);
    if (bundle.model().plan().segmentation().isPresent()) {
      Path folder =
          out.orElseThrow(
              () ->
                  new InputException(
                      model + " outlines structures: its results are files.",
                      "",
                      "name a folder for them with --out."));
      OutlinePredict.run(bundle, path, folder, probabilities);
      return 0;
    }
    if (out.isPresent() || probabilities) {
      throw new InputException(
          "--out and --probabilities are for models that outline structures.",
          model + " tells classes: its results are printed.",
          "leave them out; '--format csv > predictions.csv' keeps the results.");
    }
    DataSet data = labels.images(path, bundle.model().plan().labels());
    int threads = Runtime.getRuntime().availableProcessors();
    Predictions seen =
        Classify.predict(
            bundle.model().plan(),
            bundle.ensemble(threads),
            bundle.model().calibration(),
            data.entries(),
            (entry, bad) -> refused(data, entry, bad));
    seen.warning().ifPresent(sentence -> System.err.println("warning: " + sentence));
    System.out.print(
        switch (format) {
          case TABLE -> Tables.table(seen);
          case CSV -> Tables.csv(seen, bundle.model());
          case JSON -> Json.write(Tables.object(seen, refused, bundle.model()));
        });
    if (!refused.isEmpty()) {
      throw new InputException(
          "%d of %d images were refused.".formatted(refused.size(), data.entries().size()),
          "a line above says of each what is wrong.",
          "mend them, and run them alone: what is said of the others stands.");
    }
    return 0;
  }

  /** One bad image of many keeps none of the others from their answer. */
  private void refused(DataSet data, Entry entry, InputException bad) {
    if (data.entries().size() == 1) {
      throw bad;
    }
    String why = Objects.toString(bad.getMessage(), "");
    refused.put(entry.id(), why);
    System.err.println("refused: " + why);
  }
}
