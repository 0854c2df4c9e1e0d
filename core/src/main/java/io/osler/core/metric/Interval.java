package io.osler.core.metric;

import io.osler.core.config.Require;
import java.util.Locale;

/** A measured value and the two ends of its confidence interval; all three are finite numbers. */
public record Interval(double value, double low, double high) {
  public Interval {
    Require.that(Double.isFinite(value), "value", value, "a finite number");
    Require.that(Double.isFinite(low), "low", low, "a finite number");
    Require.that(Double.isFinite(high), "high", high, "a finite number");
    Require.that(low <= high, "low", low, "at most high = " + high);
  }

  /** Whether the number lies between the ends, both included. */
  public boolean contains(double number) {
    return low <= number && number <= high;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f (%.3f–%.3f)", value, low, high);
  }
}
