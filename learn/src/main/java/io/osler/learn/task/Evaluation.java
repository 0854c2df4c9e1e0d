package io.osler.learn.task;

import io.osler.core.metric.Attribute;
import io.osler.core.metric.Bootstrap;
import io.osler.core.metric.ClassificationScores;
import io.osler.core.metric.Interval;
import io.osler.core.metric.Resampling;
import io.osler.core.metric.Scores;
import io.osler.core.metric.Subgroups;
import io.osler.learn.bundle.Model;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Labels;
import io.osler.learn.infer.Predictions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code evaluation.json}: a model on cases with known truth, 95 % intervals by bootstrap over
 * patients.
 *
 * @param on which cases: "test split", "held-out folds of training and validation"
 * @param learntFrom how many of the cases were there when the model was trained
 * @param perClass each finding, or each of more than two classes against the rest: its cases and
 *     how well it is told
 * @param operatingPoints the same metrics where positive is called at a chosen threshold
 * @param subgroups attribute → value → how many cases, and the same metrics; a group of fewer than
 *     20 cases has none
 */
public record Evaluation(
    String model,
    String on,
    int cases,
    int patients,
    int learntFrom,
    List<String> classes,
    String positive,
    SequencedMap<String, Interval> metrics,
    SequencedMap<String, Group> perClass,
    SequencedMap<String, Point> operatingPoints,
    SequencedMap<String, SequencedMap<String, Group>> subgroups,
    List<String> warnings) {
  private static final int LEAST_CASES = 20;

  private static final List<String> OF_A_CLASS =
      List.of("auc", "average-precision", "sensitivity", "specificity", "ppv", "npv", "f1");

  /** Metrics at one threshold of the positive class's probability. */
  public record Point(double threshold, SequencedMap<String, Interval> metrics) {}

  /** Patients alike in one attribute, or cases of one class. */
  public record Group(int cases, SequencedMap<String, Interval> metrics) {}

  /** Knowing what the model learnt from: it flatters itself on that, which is warned of. */
  public Evaluation after(Set<String> trainedOn, List<Entry> scored) {
    int known = (int) scored.stream().filter(one -> trainedOn.contains(one.hash())).count();
    if (known == 0) {
      return this;
    }
    List<String> all = new ArrayList<>();
    all.add(
        "the model was trained on %d of these %d images, or on copies of them: it is better there than"
                .formatted(known, scored.size())
            + " on new ones. Judge it without them.");
    all.addAll(warnings);
    return new Evaluation(
        model,
        on,
        cases,
        patients,
        known,
        classes,
        positive,
        metrics,
        perClass,
        operatingPoints,
        subgroups,
        all);
  }

  public static Evaluation of(Predictions seen, Model model, String on, long seed) {
    Labels labels = seen.labels();
    Bootstrap bootstrap = Bootstrap.standard(seed);
    Resampling patients =
        Resampling.ofPatients(seen.rows().stream().map(Predictions.Row::patient).toList());
    Scores scores = Scoring.of(seen);
    SequencedMap<String, Point> points = new LinkedHashMap<>();
    if (labels.binary()) {
      for (Model.Operating point : model.operatingPoints()) {
        Scores at =
            ClassificationScores.of(
                seen.categories(), seen.probabilities(), labels.positive(), point.threshold());
        points.put(
            point.name(),
            new Point(point.threshold(), bootstrap.intervals(at, patients).intervals()));
      }
    }
    Optional<Subgroups> groups = subgroups(seen, scores, patients, bootstrap);
    return new Evaluation(
        model.name(),
        on,
        seen.rows().size(),
        patients.patients(),
        0,
        labels.classes(),
        labels.binary() ? labels.classes().get(labels.positive()) : "",
        bootstrap.intervals(scores, patients).intervals(),
        each(seen, patients, bootstrap),
        points,
        groups.map(Evaluation::table).orElseGet(LinkedHashMap::new),
        warnings(seen, patients, groups));
  }

  private static List<String> warnings(
      Predictions seen, Resampling patients, Optional<Subgroups> groups) {
    List<String> warnings = new ArrayList<>();
    seen.warning().ifPresent(warnings::add);
    if (patients.patients() == 1 && seen.rows().size() > 1) {
      warnings.add(
          "all cases are of one patient: the intervals cannot tell how patients differ, and have no"
              + " width.");
    }
    groups.ifPresent(g -> g.warnings().forEach(w -> warnings.add(w.sentence())));
    return warnings;
  }

  private static SequencedMap<String, Group> each(
      Predictions seen, Resampling patients, Bootstrap bootstrap) {
    SequencedMap<String, Group> each = new LinkedHashMap<>();
    Scoring.each(seen)
        .forEach(
            (name, one) -> {
              var metrics = bootstrap.intervals(one.scores(), patients).intervals();
              metrics.keySet().retainAll(OF_A_CLASS);
              each.put(name, new Group(one.cases(), metrics));
            });
    return each;
  }

  private static Optional<Subgroups> subgroups(
      Predictions seen, Scores scores, Resampling patients, Bootstrap bootstrap) {
    TreeSet<String> names = new TreeSet<>();
    seen.rows().forEach(row -> names.addAll(row.attributes().keySet()));
    List<Attribute> attributes = new ArrayList<>();
    for (String name : names) {
      attribute(seen, name).ifPresent(attributes::add);
    }
    if (attributes.isEmpty()) {
      return Optional.empty();
    }
    int[] classes = Targets.classes(seen.rows().stream().map(Predictions.Row::truth).toList());
    return Optional.of(Subgroups.of(scores, classes, patients, attributes, LEAST_CASES, bootstrap));
  }

  /** Numbers of many values are cut into tertiles; free text with a value per case is no group. */
  private static Optional<Attribute> attribute(Predictions seen, String name) {
    List<String> values =
        seen.rows().stream().map(row -> row.attributes().getOrDefault(name, "unknown")).toList();
    long distinct = values.stream().distinct().count();
    double[] numbers = values.stream().mapToDouble(Evaluation::number).toArray();
    long numeric = java.util.Arrays.stream(numbers).filter(Double::isFinite).count();
    if (distinct > 6 && numeric > values.size() / 2) {
      return Optional.of(Attribute.tertiles(name, numbers));
    }
    return distinct > 1 && distinct <= 20
        ? Optional.of(Attribute.of(name, values))
        : Optional.empty();
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static SequencedMap<String, SequencedMap<String, Group>> table(Subgroups groups) {
    SequencedMap<String, SequencedMap<String, Group>> table = new LinkedHashMap<>();
    for (Subgroups.Group group : groups.groups()) {
      table
          .computeIfAbsent(group.attribute(), _ -> new LinkedHashMap<>())
          .put(group.value(), new Group(group.cases(), group.intervals()));
    }
    return table;
  }

  /** The metrics as an aligned table for a terminal. */
  public String table() {
    StringBuilder text = new StringBuilder();
    String looked = positive.isEmpty() ? "" : ", positive: " + positive;
    text.append("%s on %s: %d cases%s%n".formatted(model, on, cases, looked));
    text.append("%-20s %8s   95 %% interval%n".formatted("metric", "value"));
    rows(text, metrics);
    perClass.forEach(
        (name, one) -> {
          text.append("%n%s, %d cases%n".formatted(name, one.cases()));
          SequencedMap<String, Interval> some = new LinkedHashMap<>(one.metrics());
          some.keySet().retainAll(List.of("auc", "sensitivity", "specificity"));
          rows(text, some);
        });
    operatingPoints.forEach(
        (name, point) -> {
          text.append("%nat %s (p ≥ %.3f)%n".formatted(name, point.threshold()));
          SequencedMap<String, Interval> some = new LinkedHashMap<>(point.metrics());
          some.keySet().retainAll(List.of("accuracy", "sensitivity", "specificity", "ppv", "npv"));
          rows(text, some);
        });
    warnings.forEach(warning -> text.append("%nwarning: %s%n".formatted(warning)));
    return text.toString();
  }

  private static void rows(StringBuilder text, Map<String, Interval> metrics) {
    metrics.forEach(
        (name, one) ->
            text.append(
                "%-20s %8.3f   %.3f to %.3f%n"
                    .formatted(name, one.value(), one.low(), one.high())));
  }
}
