package io.osler.learn.task;

import io.osler.core.metric.Bootstrap;
import io.osler.core.metric.CaseMeans;
import io.osler.core.metric.Interval;
import io.osler.core.metric.Resampling;
import io.osler.learn.bundle.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * {@code evaluation.json} of outlined cases: means over cases with 95 % intervals by bootstrap over
 * patients, and every case's own numbers.
 *
 * <p>A structure that is empty in truth and prediction is left out of its means; one that is empty
 * in either scores 0 overlap and the grid's diagonal as distance.
 *
 * @param on which cases: "held-out cases", "all labelled cases"
 * @param mean over structures, of each case's mean
 * @param structures foreground structure → metric → mean
 * @param instances metric → mean, of numbered objects
 * @param cases id → structure (or {@code instances}) → metric → value
 * @param compared what training chose from, the chosen first
 */
public record OutlineEvaluation(
    String model,
    String on,
    int count,
    int patients,
    double nsdToleranceMm,
    SequencedMap<String, Interval> mean,
    SequencedMap<String, SequencedMap<String, Interval>> structures,
    SequencedMap<String, Interval> instances,
    SequencedMap<String, SequencedMap<String, SequencedMap<String, Double>>> cases,
    List<Model.Compared> compared,
    List<String> warnings) {
  private static final int FEW = 10;

  /**
   * @param tolerance of the NSD, mm
   */
  public static OutlineEvaluation of(
      String model,
      String on,
      List<OutlineScores> scored,
      double tolerance,
      long seed,
      List<String> warnings) {
    Resampling patients =
        Resampling.ofPatients(scored.stream().map(OutlineScores::patient).toList());
    Bootstrap bootstrap = Bootstrap.standard(seed);
    SequencedMap<String, SequencedMap<String, Interval>> structures = new LinkedHashMap<>();
    TreeSet<String> sorted = new TreeSet<>();
    List<String> names = new ArrayList<>();
    for (OutlineScores one : scored) {
      one.structures().keySet().stream().filter(sorted::add).forEach(names::add);
    }
    for (String name : names) {
      structures.put(
          name,
          intervals(
              scored,
              one -> one.structures().getOrDefault(name, new LinkedHashMap<>()),
              bootstrap,
              patients));
    }
    SequencedMap<String, SequencedMap<String, SequencedMap<String, Double>>> cases =
        new LinkedHashMap<>();
    for (OutlineScores one : scored) {
      SequencedMap<String, SequencedMap<String, Double>> all =
          new LinkedHashMap<>(one.structures());
      if (!one.instances().isEmpty()) {
        all.put("instances", one.instances());
      }
      cases.put(one.id(), all);
    }
    List<String> warned = new ArrayList<>(warnings);
    if (scored.size() < FEW) {
      warned.add(
          "%d case(s) are no proof of accuracy: the intervals speak of these cases alone."
              .formatted(scored.size()));
    }
    return new OutlineEvaluation(
        model,
        on,
        scored.size(),
        patients.patients(),
        tolerance,
        intervals(scored, OutlineEvaluation::mean, bootstrap, patients),
        structures,
        intervals(scored, OutlineScores::instances, bootstrap, patients),
        cases,
        List.of(),
        warned);
  }

  /** With what training chose from. */
  OutlineEvaluation after(List<Model.Compared> choice) {
    return new OutlineEvaluation(
        model,
        on,
        count,
        patients,
        nsdToleranceMm,
        mean,
        structures,
        instances,
        cases,
        List.copyOf(choice),
        warnings);
  }

  private static SequencedMap<String, Double> mean(OutlineScores one) {
    SequencedMap<String, double[]> sums = new LinkedHashMap<>();
    one.structures()
        .values()
        .forEach(
            metrics ->
                metrics.forEach(
                    (name, value) -> {
                      double[] sum = sums.computeIfAbsent(name, _ -> new double[2]);
                      sum[0] += value;
                      sum[1]++;
                    }));
    SequencedMap<String, Double> means = new LinkedHashMap<>();
    sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
    return means;
  }

  private static SequencedMap<String, Interval> intervals(
      List<OutlineScores> scored,
      Function<OutlineScores, SequencedMap<String, Double>> part,
      Bootstrap bootstrap,
      Resampling patients) {
    SequencedMap<String, double[]> columns = new LinkedHashMap<>();
    for (int i = 0; i < scored.size(); i++) {
      int row = i;
      part.apply(scored.get(i))
          .forEach(
              (name, value) ->
                  columns.computeIfAbsent(name, _ -> undefined(scored.size()))[row] = value);
    }
    return columns.isEmpty()
        ? new LinkedHashMap<>()
        : bootstrap.intervals(CaseMeans.of(columns), patients).intervals();
  }

  private static double[] undefined(int n) {
    double[] values = new double[n];
    java.util.Arrays.fill(values, Double.NaN);
    return values;
  }

  /** The metrics as an aligned table for a terminal. */
  public String table() {
    StringBuilder text = new StringBuilder();
    text.append("%s on %s: %d cases%n".formatted(model, on, count));
    text.append("%-28s %-22s %-22s %s%n".formatted("structure", "dice", "hd95 (mm)", "nsd"));
    structures.forEach((name, metrics) -> row(text, name, metrics));
    if (structures.size() > 1) {
      row(text, "mean", mean);
    }
    if (!instances.isEmpty()) {
      text.append("\nobjects\n");
      instances.forEach((name, value) -> text.append("%-28s %s%n".formatted(name, value)));
    }
    if (!compared.isEmpty()) {
      text.append("%nchosen on held-out cases: %s%n".formatted(compared.getFirst()));
      compared.stream().skip(1).forEach(one -> text.append("  not: %s%n".formatted(one)));
    }
    warnings.forEach(warning -> text.append("%nwarning: %s%n".formatted(warning)));
    return text.toString();
  }

  private static void row(StringBuilder text, String name, SequencedMap<String, Interval> metrics) {
    text.append(
        "%-28s %-22s %-22s %s%n"
            .formatted(name, cell(metrics, "dice"), cell(metrics, "hd95"), cell(metrics, "nsd")));
  }

  private static String cell(SequencedMap<String, Interval> metrics, String name) {
    Interval found = metrics.get(name);
    return found == null ? "–" : found.toString();
  }
}
