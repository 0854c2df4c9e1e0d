package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.core.io.Atomic;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Split;
import io.osler.learn.infer.Predictions;
import io.osler.learn.task.Classify;
import io.osler.learn.task.Evaluation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code osler evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Score a model on labelled cases: metrics with 95 % intervals, per subgroup too.",
      "Writes evaluation.json and predictions.csv."
    },
    footer = {"", "Example: osler evaluate model/ breastmnist.npz --split test --out evaluation/"})
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "A folder made by 'osler train'.")
  private Path model = Path.of("model");

  @Parameters(index = "1", paramLabel = "DATA", description = "As for 'osler train'.")
  private Path path = Path.of(".");

  @Mixin private final LabelOptions labels = new LabelOptions();

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "train, val or test (default: every labelled case).")
  private Optional<Split> split = Optional.empty();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the results go; must not hold an evaluation yet.")
  private Path out = Path.of("evaluation");

  @Option(names = "--seed", defaultValue = "1", description = "Of the bootstrap.")
  private long seed = 1;

  @Override
  public Integer call() throws IOException {
    Bundle bundle = Bundle.open(model);
    DataSet data = labels.open(path, bundle.model().plan().labels());
    if (Files.exists(out.resolve("evaluation.json"))) {
      throw new InputException(out + " holds an evaluation already.", "", "choose another --out.");
    }
    List<Entry> entries =
        data.entries().stream()
            .filter(Entry::isLabelled)
            .filter(one -> split.isEmpty() || one.split() == split.get())
            .toList();
    if (entries.isEmpty()) {
      throw new InputException(
          data.name()
              + " has no labelled case"
              + split.map(s -> " in its " + s.key() + " split").orElse("")
              + ".",
          "",
          "choose another --split, or label the cases.");
    }
    int threads = Runtime.getRuntime().availableProcessors();
    Predictions seen =
        Classify.predict(
            bundle.model().plan(), bundle.ensemble(threads), bundle.model().temperature(), entries);
    String on = split.map(s -> "the " + s.key() + " split").orElse("all labelled cases");
    Evaluation evaluation = Evaluation.of(seen, bundle.model(), on, seed);
    Files.createDirectories(out);
    Atomic.write(
        out.resolve("predictions.csv"),
        Tables.csv(seen, bundle.model()).getBytes(StandardCharsets.UTF_8));
    Atomic.write(
        out.resolve("evaluation.json"), Json.write(evaluation).getBytes(StandardCharsets.UTF_8));
    System.out.print(evaluation.table());
    return 0;
  }
}
