package io.osler.learn.report;

import io.osler.core.config.Require;
import io.osler.core.metric.Interval;
import java.util.Optional;

/**
 * What one operating point gives on the test images: an image is flagged when the probability of
 * the positive class ≥ threshold.
 *
 * @param name for example "balanced" or "sensitivity at least 95 %"
 * @param reason how the threshold was chosen, a whole sentence (on validation images only)
 * @param sensitivity share of positive test images that are flagged
 * @param specificity share of the other test images that are not flagged
 * @param ppv share of flagged test images that are positive; absent where none is flagged
 * @param npv share of unflagged test images that are not positive; absent where all are flagged
 */
public record OperatingResult(
    String name,
    String reason,
    double threshold,
    Interval sensitivity,
    Interval specificity,
    Optional<Interval> ppv,
    Optional<Interval> npv) {
  public OperatingResult {
    Require.that(!Double.isNaN(threshold), "threshold", threshold, "a number");
  }
}
