package io.osler.learn.task;

import io.osler.core.metric.ClassificationScores;
import io.osler.core.metric.MultiLabelScores;
import io.osler.core.metric.Scores;
import io.osler.core.volume.Truth;
import io.osler.learn.data.Labels;
import io.osler.learn.infer.Predictions;
import io.osler.learn.train.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Predictions against truths as the metrics of the task. */
public final class Scoring {
  private Scoring() {}

  /** All scores of these predictions, with the most likely class called. */
  public static Scores of(Predictions seen) {
    return seen.labels().kind() == Labels.Kind.MULTI_LABEL
        ? findings(seen)
        : ClassificationScores.of(
            seen.categories(), seen.probabilities(), seen.labels().positive());
  }

  private static MultiLabelScores findings(Predictions seen) {
    int n = seen.rows().size();
    boolean[][] truth = new boolean[n][seen.labels().classes().size()];
    boolean[][] known = new boolean[n][seen.labels().classes().size()];
    for (int i = 0; i < n; i++) {
      var present = ((Truth.Findings) seen.rows().get(i).truth()).present();
      for (int c = 0; c < present.size(); c++) {
        truth[i][c] = present.get(c) > 0.5;
        known[i][c] = !present.get(c).isNaN();
      }
    }
    return MultiLabelScores.of(truth, known, seen.probabilities());
  }

  /** Each finding, or each of more than two classes against the rest, with its number of cases. */
  static SequencedMap<String, One> each(Predictions seen) {
    List<String> classes = seen.labels().classes();
    SequencedMap<String, One> each = new LinkedHashMap<>();
    boolean several = seen.labels().kind() == Labels.Kind.MULTI_LABEL;
    if (!several && classes.size() == 2) {
      return each;
    }
    List<ClassificationScores> findings = several ? findings(seen).findings() : List.of();
    for (int c = 0; c < classes.size(); c++) {
      int index = c;
      long cases =
          seen.rows().stream()
              .filter(
                  row ->
                      row.truth() instanceof Truth.Findings(var present)
                          ? present.get(index) > 0.5
                          : row.truth().equals(new Truth.Category(index)))
              .count();
      each.put(
          classes.get(c),
          new One(
              (int) cases,
              several
                  ? findings.get(c)
                  : ClassificationScores.oneVsRest(seen.categories(), seen.probabilities(), c)));
    }
    return each;
  }

  /** Cases that have a class, and the scores of telling it. */
  record One(int cases, Scores scores) {}

  /** The loss and AUC that the loop watches. */
  static Progress.Validation validation(Predictions seen) {
    SequencedMap<String, Double> values = of(seen).values();
    return new Progress.Validation(
        values.getOrDefault("log-loss", Double.NaN), "auc", values.getOrDefault("auc", 0.5));
  }
}
