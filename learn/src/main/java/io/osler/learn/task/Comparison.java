package io.osler.learn.task;

import io.osler.core.metric.Bootstrap;
import io.osler.core.metric.DeLong;
import io.osler.core.metric.Interval;
import io.osler.core.metric.Resampling;
import io.osler.core.metric.Scores;
import io.osler.learn.data.Labels;
import io.osler.learn.infer.Predictions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * {@code comparison.json}: two models on the very same cases, first − second.
 *
 * @param delong DeLong's test of the two AUCs; absent with more than two classes, or with fewer
 *     than two cases of either
 * @param metrics by name, paired bootstrap over patients
 */
public record Comparison(
    String first,
    String second,
    String on,
    int cases,
    int patients,
    Optional<Areas> delong,
    SequencedMap<String, Pair> metrics) {

  /**
   * DeLong et al. 1988.
   *
   * @param difference with its normal 95 % interval; it takes cases as independent, so that with
   *     several images of a patient the bootstrap is the one to believe
   */
  public record Areas(double first, double second, Interval difference, double z, double p) {}

  /**
   * @param p two-sided, by the bootstrap
   */
  public record Pair(double first, double second, Interval difference, double p) {}

  /** Both rows of predictions are of the same cases in the same order. */
  public static Comparison of(
      Predictions first,
      String firstName,
      Predictions second,
      String secondName,
      String on,
      long seed) {
    Scores a = Scoring.of(first);
    Scores b = Scoring.of(second);
    Resampling patients =
        Resampling.ofPatients(first.rows().stream().map(Predictions.Row::patient).toList());
    SequencedMap<String, Double> ofFirst = a.values();
    SequencedMap<String, Double> ofSecond = b.values();
    SequencedMap<String, Pair> metrics = new LinkedHashMap<>();
    Bootstrap.standard(seed)
        .differences(a, b, patients)
        .forEach(
            (name, difference) ->
                metrics.put(
                    name,
                    new Pair(
                        Objects.requireNonNull(ofFirst.get(name)),
                        Objects.requireNonNull(ofSecond.get(name)),
                        difference.difference(),
                        difference.p())));
    return new Comparison(
        firstName, secondName, on, a.cases(), patients.patients(), areas(first, second), metrics);
  }

  private static Optional<Areas> areas(Predictions first, Predictions second) {
    Labels labels = first.labels();
    if (!labels.binary()) {
      return Optional.empty();
    }
    int positive = labels.positive();
    int[] truth = first.categories();
    boolean[] marked = new boolean[truth.length];
    int count = 0;
    for (int i = 0; i < truth.length; i++) {
      marked[i] = truth[i] == positive;
      count += marked[i] ? 1 : 0;
    }
    if (count < 2 || truth.length - count < 2) {
      return Optional.empty();
    }
    DeLong test = DeLong.of(marked, column(first, positive), column(second, positive));
    if (!Double.isFinite(test.z())) {
      return Optional.empty();
    }
    return Optional.of(
        new Areas(test.first(), test.second(), test.difference(0.95), test.z(), test.p()));
  }

  private static double[] column(Predictions seen, int positive) {
    double[] column = new double[seen.rows().size()];
    double[][] p = seen.probabilities();
    for (int i = 0; i < column.length; i++) {
      column[i] = p[i][positive];
    }
    return column;
  }

  /** The comparison as an aligned table for a terminal. */
  public String table() {
    StringBuilder text = new StringBuilder();
    line(text, "%s against %s on %s: %d cases", first, second, on, cases);
    line(
        text,
        "%-20s %8s %8s %11s   95 %% interval     p",
        "metric",
        "first",
        "second",
        "difference");
    metrics.forEach(
        (name, one) ->
            line(
                text,
                "%-20s %8.3f %8.3f %+11.3f   %+.3f to %+.3f  %.4f",
                name,
                one.first(),
                one.second(),
                one.difference().value(),
                one.difference().low(),
                one.difference().high(),
                one.p()));
    delong.ifPresent(
        one ->
            line(
                text,
                "%-20s %8.3f %8.3f %+11.3f   %+.3f to %+.3f  %.4f",
                "auc, DeLong",
                one.first(),
                one.second(),
                one.difference().value(),
                one.difference().low(),
                one.difference().high(),
                one.p()));
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
