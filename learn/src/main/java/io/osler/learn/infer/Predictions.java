package io.osler.learn.infer;

import io.osler.core.volume.Truth;
import io.osler.learn.data.Labels;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model says of each case, beside what is known.
 *
 * <p>Probabilities are the {@link Calibration} of z, the ensemble's mean logits.
 *
 * @param unlike ids of images whose values are out of all proportion to those learnt from
 */
public record Predictions(
    Labels labels, Calibration calibration, List<Row> rows, List<String> unlike) {
  public Predictions {
    rows = List.copyOf(rows);
    unlike = List.copyOf(unlike);
  }

  public Predictions(Labels labels, Calibration calibration, List<Row> rows) {
    this(labels, calibration, rows, List.of());
  }

  /** What to tell of {@link #unlike} images, if there are any. */
  public Optional<String> warning() {
    return unlike.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d of %d images, first '%s', have values out of all proportion to those learnt from"
                    .formatted(unlike.size(), rows.size(), unlike.getFirst())
                + " (another bit depth or unit?): what is said of them means nothing.");
  }

  /** One case. */
  public record Row(
      String id, String patient, Truth truth, double[] logits, Map<String, String> attributes) {}

  public Predictions with(Calibration other) {
    return new Predictions(labels, other, rows, unlike);
  }

  public double[] probabilities(Row row) {
    return calibration.probabilities(labels.kind(), row.logits());
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
}
