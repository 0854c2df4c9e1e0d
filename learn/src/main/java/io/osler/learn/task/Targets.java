package io.osler.learn.task;

import io.osler.core.config.InputException;
import io.osler.core.volume.Truth;
import io.osler.learn.loss.BinaryCrossEntropy;
import io.osler.learn.loss.Focal;
import io.osler.learn.loss.Loss;
import io.osler.learn.loss.SoftCrossEntropy;
import io.osler.learn.plan.Plan;
import io.osler.learn.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Truths as the rows that a loss compares with, and the loss that the plan names. */
final class Targets {
  private Targets() {}

  /** One row (classes) per case: smoothed one-hot, or findings, smoothed, NaN where unknown. */
  static float[][] rows(List<Truth> truths, Plan plan) {
    int classes = plan.labels().classes().size();
    double smoothing = plan.learning().labelSmoothing();
    float[][] rows = new float[truths.size()][classes];
    for (int i = 0; i < rows.length; i++) {
      switch (truths.get(i)) {
        case Truth.Category(int index) -> {
          Arrays.fill(rows[i], (float) (smoothing / classes));
          rows[i][index] += (float) (1 - smoothing);
        }
        case Truth.Findings(List<Double> present) -> {
          for (int c = 0; c < classes; c++) {
            rows[i][c] = (float) (present.get(c) * (1 - smoothing) + smoothing / 2);
          }
        }
        default -> throw new IllegalStateException("no class: " + truths.get(i));
      }
    }
    return rows;
  }

  /** The class of each case; a multi-label case counts as its first finding, or as none (0). */
  static int[] classes(List<Truth> truths) {
    return truths.stream()
        .mapToInt(
            truth ->
                switch (truth) {
                  case Truth.Category(int index) -> index;
                  case Truth.Findings(List<Double> present) -> present.indexOf(1.0) + 1;
                  default -> throw new IllegalStateException("no class: " + truth);
                })
        .toArray();
  }

  /** The loss; its class weights are held beyond any scope. */
  static Loss loss(Plan plan, int[] classes) {
    int n = plan.labels().classes().size();
    return switch (plan.learning().loss()) {
      case CROSS_ENTROPY -> new SoftCrossEntropy(held(even(n)));
      case BALANCED_CROSS_ENTROPY -> new SoftCrossEntropy(held(inverse(classes, n)));
      case FOCAL -> new Focal(2, held(even(n)));
      case BINARY_CROSS_ENTROPY -> new BinaryCrossEntropy();
      case DICE_CROSS_ENTROPY,
          BATCH_DICE_CROSS_ENTROPY,
          DICE_BINARY_CROSS_ENTROPY,
          SOFT_DICE,
          GENERALISED_DICE,
          TVERSKY,
          DICE_BOUNDARY,
          CENTRE_LINE_DICE ->
          throw new InputException(
              "'learning.loss' is a loss of outlines, this plan tells classes.",
              "",
              "use cross-entropy, balanced-cross-entropy, focal or binary-cross-entropy.");
    };
  }

  private static float[] even(int n) {
    float[] weights = new float[n];
    Arrays.fill(weights, 1);
    return weights;
  }

  /** N / (C · n_c): the mean weight over cases is 1; a class without cases weighs nothing. */
  private static float[] inverse(int[] classes, int n) {
    float[] counts = new float[n];
    for (int index : classes) {
      counts[index]++;
    }
    float[] weights = new float[n];
    for (int c = 0; c < n; c++) {
      weights[c] = counts[c] > 0 ? classes.length / (n * counts[c]) : 0;
    }
    return weights;
  }

  private static Tensor held(float[] values) {
    Tensor tensor = Tensors.of(values, values.length);
    tensor.retainReference();
    return tensor;
  }
}
