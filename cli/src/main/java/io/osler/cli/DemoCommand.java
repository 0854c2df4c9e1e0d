package io.osler.cli;

import io.osler.core.config.Json;
import io.osler.core.io.Atomic;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Split;
import io.osler.learn.infer.Ensemble;
import io.osler.learn.infer.Predictions;
import io.osler.learn.plan.Fingerprint;
import io.osler.learn.plan.Planner;
import io.osler.learn.report.ReportPage;
import io.osler.learn.task.Classify;
import io.osler.learn.task.Curve;
import io.osler.learn.task.Evaluation;
import io.osler.learn.task.Reports;
import io.osler.learn.task.Training;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code osler demo}. */
@Command(
    name = "demo",
    description = {
      "The whole way on real breast ultrasound images, to a report.",
      "Look, plan, train, evaluate on the test split, explain, and write demo/report.html. The",
      "images are BreastMNIST's (CC BY 4.0)."
    },
    footer = {"", "Takes about two minutes on two cores. A short run: not Osler's best."})
final class DemoCommand implements Callable<Integer> {
  private static final double SECONDS = 80;

  @Option(
      names = "--out",
      defaultValue = "demo",
      description = "Folder for model and report; an earlier demo there is replaced.")
  private Path out = Path.of("demo");

  @Option(names = "--seed", defaultValue = "1", description = "Of the training.")
  private long seed = 1;

  @Override
  public Integer call() throws IOException {
    long started = System.nanoTime();
    DemoFolder folder = new DemoFolder(out);
    Path draft = folder.begin();
    DataSet data = DataSets.open(folder.images());
    Fingerprint fingerprint = Fingerprint.of(data);
    System.out.print(fingerprint.table());
    int threads = Runtime.getRuntime().availableProcessors();
    Planner.Reasoned reasoned =
        Planner.plan(
            data, new Planner.Wish(SECONDS, 0, seed, threads, Optional.empty(), Optional.empty()));
    Path model = draft.resolve("model");
    Training training = new Training("Breast ultrasound demo", Version.code(), model, false);
    List<Curve> curves = new ArrayList<>();
    boolean terminal = System.console() != null && System.console().isTerminal();
    Training.Result result =
        training.train(
            data,
            reasoned.plan(),
            reasoned.yaml(),
            label -> {
              curves.add(new Curve());
              return curves.getLast().and(new ProgressBar(System.err, terminal, label));
            });
    Ensemble ensemble = result.bundle().ensemble(threads);
    List<Entry> test = data.only(Split.TEST).entries();
    Predictions seen =
        Classify.predict(reasoned.plan(), ensemble, result.bundle().model().calibration(), test);
    Evaluation evaluation =
        Evaluation.of(seen, result.bundle().model(), "the test split", seed)
            .after(result.bundle().trainedOn(), test);
    Atomic.replace(
        draft.resolve("evaluation.json"), Json.write(evaluation).getBytes(StandardCharsets.UTF_8));
    Reports reports =
        new Reports(
            result.bundle(),
            data,
            fingerprint,
            seen,
            evaluation,
            curves.stream().map(Curve::points).toList());
    ReportPage.write(reports.report(ensemble), draft.resolve("report.html"));
    folder.publish();
    System.out.printf("%n%s%n", evaluation.table());
    System.out.printf(
        "%s written in %.0f s: open it in a browser.%n",
        out.resolve("report.html"), (System.nanoTime() - started) * 1e-9);
    return 0;
  }
}
