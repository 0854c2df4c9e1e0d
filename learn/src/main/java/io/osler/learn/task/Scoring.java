package io.osler.learn.task;

import io.osler.core.metric.ClassificationScores;
import io.osler.core.metric.MultiLabelScores;
import io.osler.core.metric.Scores;
import io.osler.core.volume.Truth;
import io.osler.learn.data.Labels;
import io.osler.learn.infer.Predictions;
import io.osler.learn.train.Progress;
import java.util.SequencedMap;

/** Predictions against truths as the metrics of the task. */
public final class Scoring {
  private Scoring() {}

  /** All scores of these predictions, with the most likely class called. */
  public static Scores of(Predictions seen) {
    return seen.labels().kind() == Labels.Kind.MULTI_LABEL
        ? MultiLabelScores.of(findings(seen), seen.probabilities())
        : ClassificationScores.of(
            seen.categories(), seen.probabilities(), seen.labels().positive());
  }

  private static boolean[][] findings(Predictions seen) {
    boolean[][] truth = new boolean[seen.rows().size()][];
    for (int i = 0; i < truth.length; i++) {
      var present = ((Truth.Findings) seen.rows().get(i).truth()).present();
      truth[i] = new boolean[present.size()];
      for (int c = 0; c < truth[i].length; c++) {
        truth[i][c] = present.get(c) > 0.5;
      }
    }
    return truth;
  }

  /** The loss and AUC that the loop watches. */
  static Progress.Validation validation(Predictions seen) {
    SequencedMap<String, Double> values = of(seen).values();
    return new Progress.Validation(
        values.getOrDefault("log-loss", Double.NaN), "auc", values.getOrDefault("auc", 0.5));
  }
}
