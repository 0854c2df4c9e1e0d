package io.osler.learn.task;

import io.osler.core.metric.Interval;
import io.osler.core.metric.OperatingPoint;
import io.osler.core.volume.Truth;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.bundle.Origin;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Labels;
import io.osler.learn.data.Split;
import io.osler.learn.infer.Ensemble;
import io.osler.learn.infer.Predictions;
import io.osler.learn.plan.Fingerprint;
import io.osler.learn.plan.Plan;
import io.osler.learn.report.CurvePoint;
import io.osler.learn.report.DataSummary;
import io.osler.learn.report.OperatingResult;
import io.osler.learn.report.Prediction;
import io.osler.learn.report.Report;
import io.osler.learn.report.Subgroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * What was trained, evaluated and explained, gathered for the report page.
 *
 * @param data the whole data set, for the summary and the pictures
 * @param seen predictions for the cases that were evaluated
 * @param curves of training, one for each network; none where a bundle has not kept them
 */
public record Reports(
    Bundle bundle,
    DataSet data,
    Fingerprint fingerprint,
    Predictions seen,
    Evaluation evaluation,
    List<List<CurvePoint>> curves) {
  /** Gathers the report, with the images that were easiest and hardest for these networks. */
  public Report report(Ensemble ensemble) {
    Labels labels = seen.labels();
    return new Report(
        bundle.model().name(),
        "Tells apart " + String.join(", ", labels.classes()),
        "images",
        labels.classes(),
        labels.kind() != Labels.Kind.MULTI_LABEL,
        labels.positive(),
        summary(),
        "AUC",
        curves,
        evaluation.on(),
        evaluation.learntFrom(),
        evaluation.warnings(),
        evaluation.metrics(),
        seen.rows().stream().map(this::prediction).toList(),
        points(),
        new CasePictures(bundle.model().plan(), data, seen, ensemble).list(),
        subgroups(),
        bundle.card(),
        origin());
  }

  private Prediction prediction(Predictions.Row row) {
    double[] p = seen.probabilities(row);
    List<Double> probabilities = new ArrayList<>();
    for (double one : p) {
      probabilities.add(Math.clamp(one, 0, 1));
    }
    return new Prediction(
        row.id(), row.patient(), classes(row.truth()), unread(row.truth()), probabilities);
  }

  private static List<Integer> classes(Truth truth) {
    List<Integer> classes = new ArrayList<>();
    switch (truth) {
      case Truth.Category(int index) -> classes.add(index);
      case Truth.Findings(List<Double> present) -> {
        for (int c = 0; c < present.size(); c++) {
          if (present.get(c) > 0.5) {
            classes.add(c);
          }
        }
      }
      default -> throw new IllegalStateException("evaluated without a truth");
    }
    return classes;
  }

  private static List<Integer> unread(Truth truth) {
    return truth instanceof Truth.Findings(List<Double> present)
        ? IntStream.range(0, present.size()).filter(c -> present.get(c).isNaN()).boxed().toList()
        : List.of();
  }

  private DataSummary summary() {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    Plan.Input input = bundle.model().plan().input();
    facts.put("images", Integer.toString(data.size()));
    facts.put(
        "size as the networks see it", input.size() + " × " + input.channels() + " channel(s)");
    facts.put("evaluated on", evaluation.on());
    List<DataSummary.Split> splits = new ArrayList<>();
    for (Split split : Split.values()) {
      List<Entry> of = data.only(split).entries().stream().filter(Entry::isLabelled).toList();
      if (!of.isEmpty()) {
        Long[] counts = new Long[seen.labels().classes().size()];
        java.util.Arrays.fill(counts, 0L);
        of.forEach(one -> classes(one.truth()).forEach(c -> counts[c]++));
        long patients = of.stream().map(Entry::patient).distinct().count();
        splits.add(new DataSummary.Split(split.key(), List.of(counts), of.size(), patients));
      }
    }
    List<DataSummary.Finding> findings =
        fingerprint.findings().stream().map(Reports::finding).toList();
    return new DataSummary(data.name(), facts, splits, findings);
  }

  private static DataSummary.Finding finding(Fingerprint.Finding one) {
    DataSummary.Severity severity =
        switch (one.severity()) {
          case ERROR -> DataSummary.Severity.PROBLEM;
          case WARNING -> DataSummary.Severity.WARNING;
          case NOTE -> DataSummary.Severity.NOTE;
        };
    return new DataSummary.Finding(severity, one.message());
  }

  private List<OperatingResult> points() {
    List<OperatingResult> points = new ArrayList<>();
    evaluation
        .operatingPoints()
        .forEach(
            (name, point) -> {
              Map<String, Interval> m = point.metrics();
              if (m.containsKey("sensitivity") && m.containsKey("specificity")) {
                points.add(
                    new OperatingResult(
                        OperatingPoint.words(name),
                        "Chosen on held-out training and validation images.",
                        point.threshold(),
                        m.get("sensitivity"),
                        m.get("specificity"),
                        Optional.ofNullable(m.get("ppv")),
                        Optional.ofNullable(m.get("npv"))));
              }
            });
    return points;
  }

  private List<Subgroup> subgroups() {
    List<Subgroup> subgroups = new ArrayList<>();
    evaluation
        .subgroups()
        .forEach(
            (attribute, groups) ->
                groups.forEach(
                    (value, group) ->
                        subgroups.add(
                            new Subgroup(
                                attribute,
                                value,
                                group.cases(),
                                group.metrics(),
                                warning(attribute, value)))));
    return subgroups;
  }

  private Optional<String> warning(String attribute, String value) {
    String phrase = " for " + attribute + " = " + value + " ";
    return evaluation.warnings().stream().filter(w -> w.contains(phrase)).findFirst();
  }

  private SequencedMap<String, String> origin() {
    Origin origin = bundle.origin();
    SequencedMap<String, String> lines = new LinkedHashMap<>();
    lines.put("data", origin.data());
    lines.put("data SHA-256", origin.dataSha256());
    lines.put("plan SHA-256", origin.planSha256());
    lines.put("made by", origin.code());
    lines.put("seed", Long.toString(origin.seed()));
    lines.put("training", "%.0f s on %d threads".formatted(origin.seconds(), origin.threads()));
    lines.put("at", origin.at());
    lines.putAll(origin.versions());
    return lines;
  }
}
