package io.osler.examples;

import io.osler.core.metric.Bootstrap;
import io.osler.core.metric.ClassificationScores;
import io.osler.core.metric.DeLong;
import io.osler.core.metric.OperatingPoint;
import io.osler.core.metric.Ranking;
import io.osler.core.metric.Resampling;
import java.util.List;

/** Metrics with intervals, a comparison and an operating point, from plain arrays. */
public final class JudgeExample {
  private JudgeExample() {}

  /** Needs neither data nor a folder. */
  public static void main(String[] args) {
    // tag::metrics
    int[] truth = {0, 1, 1, 0, 1, 0, 1, 0};
    double[] sick = {0.2, 0.9, 0.6, 0.4, 0.3, 0.1, 0.8, 0.5};
    double[][] probabilities = new double[truth.length][];
    for (int i = 0; i < truth.length; i++) {
      probabilities[i] = new double[] {1 - sick[i], sick[i]};
    }
    var scores = ClassificationScores.of(truth, probabilities, 1);
    var patients = Resampling.ofPatients(List.of("a", "a", "b", "c", "d", "d", "e", "f"));
    Bootstrap.standard(1)
        .intervals(scores, patients)
        .intervals()
        .forEach((name, interval) -> System.out.println(name + " " + interval));
    // end::metrics

    // tag::compare
    boolean[] positive = {false, true, true, false, true, false, true, false};
    double[] other = {0.5, 0.6, 0.4, 0.3, 0.7, 0.2, 0.6, 0.6};
    DeLong test = DeLong.of(positive, sick, other);
    System.out.printf("AUC differs by %s, p = %.2f%n", test.difference(0.95), test.p());
    // end::compare

    // tag::point
    OperatingPoint point = OperatingPoint.sensitivityAtLeast(Ranking.of(positive, sick), 0.95);
    System.out.printf("positive from %.2f on%n", point.threshold());
    // end::point
  }
}
