package io.osler.learn.infer;

import io.osler.core.config.Require;
import io.osler.core.volume.Truth;
import io.osler.learn.data.Labels;
import java.util.List;
import java.util.Map;

/**
 * What a model says of each case, beside what is known.
 *
 * <p>p = softmax(z / T) for exclusive classes, σ(z / T) per finding otherwise; z are the ensemble's
 * mean logits, T the temperature fitted on held-out cases.
 */
public record Predictions(Labels labels, double temperature, List<Row> rows) {
  public Predictions {
    Require.positive("temperature", temperature);
    rows = List.copyOf(rows);
  }

  /** One case. */
  public record Row(
      String id, String patient, Truth truth, double[] logits, Map<String, String> attributes) {}

  public Predictions with(double otherTemperature) {
    return new Predictions(labels, otherTemperature, rows);
  }

  public double[] probabilities(Row row) {
    return probabilities(labels.kind(), row.logits(), temperature);
  }

  /** (cases, classes). */
  public double[][] probabilities() {
    return rows.stream().map(this::probabilities).toArray(double[][]::new);
  }

  /** Class of each case; every row must have one. */
  public int[] categories() {
    return rows.stream().mapToInt(row -> category(row.truth())).toArray();
  }

  private static int category(Truth truth) {
    if (truth instanceof Truth.Category(int index)) {
      return index;
    }
    throw new IllegalStateException("a case without a class among those to score");
  }

  public static double[] probabilities(Labels.Kind kind, double[] logits, double temperature) {
    double[] p = new double[logits.length];
    if (kind == Labels.Kind.MULTI_LABEL) {
      for (int c = 0; c < p.length; c++) {
        p[c] = 1 / (1 + Math.exp(-logits[c] / temperature));
      }
      return p;
    }
    double most = Double.NEGATIVE_INFINITY;
    for (double z : logits) {
      most = Math.max(most, z);
    }
    double sum = 0;
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.exp((logits[c] - most) / temperature);
      sum += p[c];
    }
    for (int c = 0; c < p.length; c++) {
      p[c] /= sum;
    }
    return p;
  }
}
