package io.osler.learn.plan;

import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Axis;
import io.osler.core.transform.Border;
import io.osler.core.transform.RandomAffine;
import io.osler.core.transform.RandomBrightness;
import io.osler.core.transform.RandomContrast;
import io.osler.core.transform.RandomFlip;
import io.osler.core.transform.RandomGamma;
import io.osler.core.transform.Sometimes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * How the images that a classifier learns from vary. The gains are differences of AUC on held-out
 * cases, five folds and 300 s on two cores, by {@code benchmarks/run ablation}.
 *
 * @param passes of a network over the cases; unbounded where it is only tuned
 */
record ImageVariation(Look look, List<Axis> mirror, double passes) {
  /** Between the 3 passes at which turning pictures costs and the 36 at which augmentation pays. */
  private static final double FEW = 10;

  List<Augmentation> steps(BiConsumer<String, String> because) {
    List<Augmentation> steps = new ArrayList<>();
    if (!mirror.isEmpty()) {
      steps.add(new RandomFlip(mirror, 0.5));
    }
    if (turned()) {
      double tilt = look.size().is2d() ? 0 : 15;
      // Not always: interpolation blurs, and the images to judge will not be blurred.
      steps.add(
          new Sometimes(
              look.twoValued() ? 0.5 : 0.7,
              new RandomAffine(15, tilt, 0.85, 1.18, 0.08, Border.EDGE)));
    }
    if (!look.twoValued()) {
      steps.add(new RandomGamma(0.7, 1.4));
      steps.add(new RandomBrightness(0.8, 1.25));
      steps.add(new RandomContrast(0.75, 1.33));
    }
    because.accept("augment", reason());
    return steps;
  }

  /** Masks gained from augmentation at 4 passes already. */
  private boolean turned() {
    return look.twoValued() || passes >= FEW;
  }

  private String reason() {
    if (!turned()) {
      return "a network sees a case fewer than %.0f times: turning it costs more than it shows"
          .formatted(FEW);
    }
    return look.twoValued()
        ? "the images are masks: space alone is varied"
        : "position, size and exposure vary between patients and devices";
  }
}
