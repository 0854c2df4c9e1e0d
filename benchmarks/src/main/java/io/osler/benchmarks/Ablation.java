package io.osler.benchmarks;

import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.core.io.Atomic;
import io.osler.core.metric.Interval;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Split;
import io.osler.learn.infer.Calibration;
import io.osler.learn.infer.Predictions;
import io.osler.learn.plan.Fingerprint;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Planner;
import io.osler.learn.plan.Plans;
import io.osler.learn.task.Classify;
import io.osler.learn.task.Comparison;
import io.osler.learn.train.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code benchmarks/run ablation}: what each preparation and augmentation is worth.
 *
 * <p>Each data set is planned once for the budget and five folds of its training and validation
 * cases (test cases are never read). Each {@link Variant} is then trained with the same steps,
 * folds and seeds; gains are AUC less that of the plan as it is, on the same held-out cases, with
 * 95 % intervals of a bootstrap over patients. What is done is kept: started again, the program
 * goes on where it was, also in the middle of a training. OSLER_BENCHMARK_ONLY names variants
 * ({@code plain,no-affine}); the plan itself always runs.
 */
public final class Ablation {
  private static final int FOLDS = 5;

  private static final String USAGE =
      "usage: ablation OUT SECONDS DATA…   OUT keeps what is done, SECONDS is the budget of a"
          + " run\n";

  private Ablation() {}

  /** A finished run: seconds, and for each case its logits, in the order of the data set. */
  private record Done(String plan, double seconds, List<List<Double>> logits) {}

  private record Row(Variant variant, double seconds, Optional<Comparison> against, double auc) {}

  /**
   * @param args OUT, SECONDS, data sets
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 3) {
      throw new InputException("There are " + args.length + " arguments.", "", USAGE);
    }
    Path out = Files.createDirectories(Path.of(args[0]));
    double seconds = Double.parseDouble(args[1]);
    StringBuilder page = new StringBuilder();
    for (String data : List.of(args).subList(2, args.length)) {
      page.append(table(out, seconds, Path.of(data)));
      Atomic.replace(out.resolve("ablation.md"), page.toString().getBytes(StandardCharsets.UTF_8));
    }
    System.out.print(page);
  }

  private static String table(Path out, double seconds, Path path) throws IOException {
    DataSet whole = DataSets.open(path);
    DataSet data = whole.only(e -> e.split() != Split.TEST && e.isLabelled());
    if (!data.labels().binary()) {
      throw new InputException(path + " has not two classes.", "", "gains are told in AUC.");
    }
    String name = data.name().replaceAll("\\..*", "");
    Path folder = Files.createDirectories(out.resolve(name));
    Plan plan = plan(folder.resolve("plan.yaml"), data, seconds);
    List<String> only = asked();
    List<Variant> variants =
        Variant.of(plan, data, Fingerprint.of(data).twoValued()).stream()
            .filter(v -> only.isEmpty() || v.name().equals("planned") || only.contains(v.name()))
            .toList();
    List<Row> rows = new ArrayList<>();
    Optional<Predictions> planned = Optional.empty();
    for (int v = 0; v < variants.size(); v++) {
      Variant variant = variants.get(v);
      System.err.printf(
          "ablation: %s, %s (%d of %d)%n", name, variant.name(), v + 1, variants.size());
      Done done = run(folder.resolve(variant.name()), data, variant.plan());
      Predictions seen = predictions(data, done);
      Optional<Comparison> against =
          planned.map(
              first -> Comparison.of(seen, variant.name(), first, "planned", "held-out", 1));
      planned = planned.or(() -> Optional.of(seen));
      rows.add(new Row(variant, done.seconds(), against, auc(seen)));
    }
    return markdown(name, data.size(), plan, rows);
  }

  /** Names of variants, or none for all of them. */
  private static List<String> asked() {
    String names = Optional.ofNullable(System.getenv("OSLER_BENCHMARK_ONLY")).orElse("");
    return names.isEmpty() ? List.of() : List.of(names.split(","));
  }

  /** Planned once; started again, the very same plan. */
  private static Plan plan(Path file, DataSet data, double seconds) throws IOException {
    if (!Files.exists(file)) {
      int threads = Runtime.getRuntime().availableProcessors();
      var wish =
          new Planner.Wish(seconds, 0, 20_251_121, threads, Optional.of(FOLDS), Optional.empty());
      String yaml = Planner.plan(data, wish).yaml();
      Atomic.write(file, yaml.getBytes(StandardCharsets.UTF_8));
    }
    return Plans.read(file);
  }

  private static Done run(Path folder, DataSet data, Plan plan) throws IOException {
    String yaml = Config.write(plan);
    Path file = Files.createDirectories(folder).resolve("done.json");
    if (Files.exists(file)) {
      Done before = Json.read(Done.class, file);
      if (before.plan().equals(yaml)) {
        return before;
      }
    }
    long start = System.nanoTime();
    Classify.Trained trained =
        new Classify(data, plan)
            .train(folder, Integer.toHexString(yaml.hashCode()), 60, _ -> Progress.silent());
    double seconds = (System.nanoTime() - start) / 1e9;
    List<List<Double>> logits = new ArrayList<>();
    for (Predictions.Row row : trained.heldOut().rows()) {
      List<Double> one = new ArrayList<>();
      for (double logit : row.logits()) {
        one.add(logit);
      }
      logits.add(one);
    }
    Done done = new Done(yaml, seconds, logits);
    Atomic.write(file, Json.write(done).getBytes(StandardCharsets.UTF_8));
    return done;
  }

  private static Predictions predictions(DataSet data, Done done) {
    List<Predictions.Row> rows = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      var entry = data.entries().get(i);
      double[] logits = done.logits().get(i).stream().mapToDouble(x -> x).toArray();
      rows.add(new Predictions.Row(entry.id(), entry.patient(), entry.truth(), logits, Map.of()));
    }
    return new Predictions(data.labels(), Calibration.NONE, rows);
  }

  private static double auc(Predictions seen) {
    return Comparison.of(seen, "a", seen, "b", "held-out", 1).metrics().entrySet().stream()
        .filter(metric -> metric.getKey().equals("auc"))
        .mapToDouble(metric -> metric.getValue().first())
        .findFirst()
        .orElseThrow();
  }

  private static String markdown(String name, int cases, Plan plan, List<Row> rows) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "## %s%n%n%d cases, %d folds, %d steps a network.%n%n"
                + "| variant | what differs | AUC | gain | 95 %% interval | p | seconds |%n"
                + "|---|---|---|---|---|---|---|%n",
            name,
            cases,
            plan.members().folds(),
            plan.course().steps()));
    for (Row row : rows) {
      String gain = "| | ";
      if (row.against().isPresent()) {
        Comparison.Pair pair = row.against().get().metrics().get("auc");
        if (pair != null) {
          Interval interval = pair.difference();
          gain =
              String.format(
                  Locale.ROOT,
                  "%+.4f | %+.4f to %+.4f | %.3f",
                  pair.first() - pair.second(),
                  interval.low(),
                  interval.high(),
                  pair.p());
        }
      }
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.4f | %s | %.0f |%n",
              row.variant().name(),
              row.variant().about(),
              row.auc(),
              gain,
              row.seconds()));
    }
    return text.append("\n").toString();
  }
}
