package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.core.io.Atomic;
import io.osler.core.volume.Truth;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Labels;
import io.osler.learn.data.Split;
import io.osler.learn.infer.Ensemble;
import io.osler.learn.infer.Predictions;
import io.osler.learn.plan.Fingerprint;
import io.osler.learn.report.ReportPage;
import io.osler.learn.task.Classify;
import io.osler.learn.task.Comparison;
import io.osler.learn.task.Curves;
import io.osler.learn.task.Evaluation;
import io.osler.learn.task.Reports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osler evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Score a model on labelled cases: metrics with 95 %% intervals, per subgroup too.",
      "Writes evaluation.json, predictions.csv and report.html, a page to read and print."
    },
    footer = {
      "",
      "Examples: osler evaluate model/ breastmnist.npz --split test --out evaluation/",
      "          osler evaluate model/ Task04_Hippocampus/ --out evaluation/",
      "          osler evaluate --predictions masks/ Task04_Hippocampus/ --out evaluation/"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..2",
      paramLabel = "[MODEL] DATA",
      description = {
        "MODEL: a folder made by 'osler train'; not with --predictions.",
        "DATA: as for 'osler train'."
      })
  private List<Path> paths = List.of();

  @Option(
      names = "--predictions",
      paramLabel = "FOLDER",
      description = "Score the label maps in this folder instead of a model's.")
  private Optional<Path> predictions = Optional.empty();

  @Option(
      names = "--tolerance",
      paramLabel = "MM",
      description = "Of the normalised surface distance (default: 1 mm; pixels of pictures).")
  private Optional<Double> tolerance = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

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

  @Option(
      names = "--against",
      paramLabel = "MODEL",
      description = {
        "Compare with another model on the same cases: DeLong's test and a paired bootstrap,",
        "in comparison.json."
      })
  private Optional<Path> against = Optional.empty();

  @Option(
      names = "--allow-absent",
      description = "Go on where a class has no case; what needs it is left out.")
  private boolean allowAbsent;

  @Option(names = "--seed", defaultValue = "1", description = "Of the bootstrap.")
  private long seed = 1;

  @Override
  public Integer call() throws IOException {
    if (paths.size() != (predictions.isPresent() ? 1 : 2)) {
      throw new ParameterException(
          spec.commandLine(), "Give MODEL and DATA, or --predictions FOLDER and DATA.");
    }
    if (predictions.isPresent() && against.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--against compares models: it does not go with --predictions.");
    }
    Path path = paths.getLast();
    var outlines = new OutlineEvaluate(out, split, tolerance, seed);
    if (predictions.isPresent()) {
      outlines.masks(predictions.get(), path, labels.outlined());
      return 0;
    }
    Bundle bundle = Bundle.open(paths.getFirst());
    if (bundle.model().plan().segmentation().isPresent()) {
      if (against.isPresent()) {
        throw new InputException(
            "--against compares classifiers; " + paths.getFirst() + " outlines structures.",
            "",
            "evaluate each model by itself, on the same data.");
      }
      outlines.model(bundle, path);
      return 0;
    }
    if (tolerance.isPresent()) {
      throw new InputException(
          "--tolerance is for models that outline structures.",
          paths.getFirst() + " tells classes: it has no surfaces.",
          "leave it out.");
    }
    DataSet data = labels.open(path, bundle.model().plan().labels());
    for (String name :
        List.of("evaluation.json", "comparison.json", "predictions.csv", "report.html")) {
      if (Files.exists(out.resolve(name))) {
        throw new InputException(
            out + " holds an evaluation already.", name + " is there.", "choose another --out.");
      }
    }
    Atomic.probe(out);
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
    present(data, entries);
    Optional<Bundle> other = against.map(Bundle::open);
    other.ifPresent(one -> sameTask(bundle, one));
    Ensemble ensemble = bundle.ensemble(Runtime.getRuntime().availableProcessors());
    Predictions seen = predict(bundle, ensemble, entries);
    String on = split.map(s -> "the " + s.key() + " split").orElse("all labelled cases");
    Evaluation evaluation =
        Evaluation.of(seen, bundle.model(), on, seed).after(bundle.trainedOn(), entries);
    Optional<Comparison> comparison =
        other.map(
            one ->
                Comparison.of(
                    seen,
                    paths.getFirst().toString(),
                    predict(one, one.ensemble(Runtime.getRuntime().availableProcessors()), entries),
                    against.get().toString(),
                    on,
                    seed));
    Files.createDirectories(out);
    if (comparison.isPresent()) {
      Atomic.write(
          out.resolve("comparison.json"),
          Json.write(comparison.get()).getBytes(StandardCharsets.UTF_8));
    }
    var curves = Curves.of(bundle.folder());
    var reports = new Reports(bundle, data, Fingerprint.of(data), seen, evaluation, curves);
    ReportPage.write(reports.report(ensemble), out.resolve("report.html"));
    Atomic.write(
        out.resolve("predictions.csv"),
        Tables.csv(seen, bundle.model()).getBytes(StandardCharsets.UTF_8));
    Atomic.write(
        out.resolve("evaluation.json"), Json.write(evaluation).getBytes(StandardCharsets.UTF_8));
    System.out.print(evaluation.table());
    comparison.ifPresent(one -> System.out.print("\n" + one.table()));
    return 0;
  }

  private static Predictions predict(Bundle bundle, Ensemble ensemble, List<Entry> entries) {
    return Classify.predict(bundle.model().plan(), ensemble, bundle.model().calibration(), entries);
  }

  private void present(DataSet data, List<Entry> entries) {
    if (allowAbsent || data.labels().kind() == Labels.Kind.MULTI_LABEL) {
      return;
    }
    for (int c = 0; c < data.labels().classes().size(); c++) {
      Truth wanted = new Truth.Category(c);
      if (entries.stream().noneMatch(one -> one.truth().equals(wanted))) {
        throw new InputException(
            "No case of '%s' is among those to score%s."
                .formatted(
                    data.labels().classes().get(c),
                    split.map(s -> ", the " + s.key() + " split").orElse("")),
            "AUC and sensitivity need cases of every class.",
            "add such cases, choose another --split, or go on without with --allow-absent.");
      }
    }
  }

  private static void sameTask(Bundle one, Bundle other) {
    Labels first = one.model().plan().labels();
    Labels second = other.model().plan().labels();
    if (!first.equals(second)) {
      throw new InputException(
          "The models answer different questions: %s and %s."
              .formatted(first.classes(), second.classes()),
          "they were trained on other labels, or another class is the positive one.",
          "compare models of one task.");
    }
  }
}
