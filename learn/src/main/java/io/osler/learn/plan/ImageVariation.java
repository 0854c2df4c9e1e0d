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

  /**
   * Passes from which shapes are turned far and mirrored. Of 1,286 adrenal glands, each half held
   * out in turn, at 25 passes: AUC 0.848 and still rising, 0.838 if turned as pictures are, falling
   * since the 10th to 15th; at 5 passes it is behind by 0.04 to 0.07.
   */
  private static final double WIDE = 15;

  List<Augmentation> steps(BiConsumer<String, String> because) {
    List<Augmentation> steps = new ArrayList<>();
    if (!mirror.isEmpty()) {
      steps.add(new RandomFlip(mirror, 0.5));
    }
    if (widely(look, passes)) { // but of about their own size: that is much of what a shape shows
      steps.add(new Sometimes(0.8, new RandomAffine(30, 30, 0.9, 1.1, 0.1, Border.EDGE)));
    } else if (turned()) {
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

  /** Whether shapes are seen so often that a network learns them by heart unless they vary much. */
  static boolean widely(Look look, double passes) {
    return look.shapes() && passes >= WIDE;
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
    if (widely(look, passes)) {
      return "shapes seen often: turned far and mirrored, lest they be learnt by heart; size is"
          + " kept";
    }
    return look.twoValued()
        ? "the images are masks: space alone is varied"
        : "position, size and exposure vary between patients and devices";
  }
}
