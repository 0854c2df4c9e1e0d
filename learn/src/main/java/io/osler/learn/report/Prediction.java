package io.osler.learn.report;

import io.osler.core.config.Require;
import java.util.List;

/**
 * What the model said about one held-out image and what is true.
 *
 * @param patient images of one patient are resampled together; the id where patients are not known
 * @param truth the classes that hold: one, or any number where labels are not exclusive
 * @param unread the findings of which it is not known whether they hold
 * @param probabilities one per class, each in [0, 1]
 */
public record Prediction(
    String id,
    String patient,
    List<Integer> truth,
    List<Integer> unread,
    List<Double> probabilities) {
  public Prediction {
    truth = List.copyOf(truth);
    unread = List.copyOf(unread);
    probabilities = List.copyOf(probabilities);
    for (int c : truth) {
      Require.within("truth of " + id, c, 0, probabilities.size() - 1);
    }
    for (double p : probabilities) {
      Require.within("probability of " + id, p, 0, 1);
    }
  }

  /** An image of one class whose patient is not known. */
  public static Prediction of(String id, int truth, double... probabilities) {
    return new Prediction(
        id, id, List.of(truth), List.of(), java.util.Arrays.stream(probabilities).boxed().toList());
  }

  /** Whether it is known if the class holds. */
  boolean read(int c) {
    return !unread.contains(c);
  }

  /** The class with the highest probability of those that were read; the first of equals. */
  int called() {
    int best = -1;
    for (int c = 0; c < probabilities.size(); c++) {
      if (read(c) && (best < 0 || probabilities.get(c) > probabilities.get(best))) {
        best = c;
      }
    }
    return Math.max(best, 0);
  }
}
