package io.osler.core.metric;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/**
 * n(t, p): how many cases of true class t were called p.
 *
 * <p>An empty result means undefined: the denominator is 0, for example the sensitivity to a class
 * that no case has. scikit-learn calls the same thing 0 with a warning (PPV, F1) or NaN (κ). The
 * constructor takes the matrix over: nobody writes to it again.
 */
public record Confusion(long[][] counts) {
  public Confusion {
    Require.atLeast("counts.length", counts.length, 2);
    for (long[] row : counts) {
      Require.that(row.length == counts.length, "row length", row.length, "" + counts.length);
      for (long count : row) {
        Require.atLeast("count", count, 0);
      }
    }
  }

  /** Counts the pairs; classes are 0 to {@code classes} − 1. */
  public static Confusion of(int[] truth, int[] predicted, int classes) {
    Require.that(
        truth.length == predicted.length, "predicted.length", predicted.length, "" + truth.length);
    long[][] counts = new long[classes][classes];
    for (int i = 0; i < truth.length; i++) {
      counts[inRange(truth[i], classes)][inRange(predicted[i], classes)]++;
    }
    return new Confusion(counts);
  }

  private static int inRange(int label, int classes) {
    if (label < 0 || label >= classes) {
      throw new InputException(
          "Class " + label + " is outside 0 to " + (classes - 1) + ".",
          "labels that start at 1, or a wrong number of classes.",
          "check the labels of the data set.");
    }
    return label;
  }

  public int classes() {
    return counts.length;
  }

  public long total() {
    long sum = 0;
    for (int c = 0; c < classes(); c++) {
      sum += actual(c);
    }
    return sum;
  }

  /** Σₚ n(c, p): cases that are of the class. */
  public long actual(int c) {
    long sum = 0;
    for (long count : counts[c]) {
      sum += count;
    }
    return sum;
  }

  /** Σₜ n(t, c): cases that were called the class. */
  public long called(int c) {
    long sum = 0;
    for (long[] row : counts) {
      sum += row[c];
    }
    return sum;
  }

  private long correct() {
    long sum = 0;
    for (int c = 0; c < classes(); c++) {
      sum += counts[c][c];
    }
    return sum;
  }

  /** Σ n(c, c) / n; undefined without cases. */
  public OptionalDouble accuracy() {
    return ratio(correct(), total());
  }

  /** Mean sensitivity over the classes that have cases; undefined without cases. */
  public OptionalDouble balancedAccuracy() {
    return macro(this::sensitivity);
  }

  /** TP / (TP + FN) of the class against the rest; undefined when no case is of the class. */
  public OptionalDouble sensitivity(int c) {
    return ratio(counts[c][c], actual(c));
  }

  /** TN / (TN + FP) of the class against the rest; undefined when every case is of the class. */
  public OptionalDouble specificity(int c) {
    return ratio(trueNegatives(c), total() - actual(c));
  }

  /** TP / (TP + FP), precision; undefined when no case was called the class. */
  public OptionalDouble ppv(int c) {
    return ratio(counts[c][c], called(c));
  }

  /** TN / (TN + FN); undefined when every case was called the class. */
  public OptionalDouble npv(int c) {
    return ratio(trueNegatives(c), total() - called(c));
  }

  /** 2·TP / (2·TP + FP + FN); undefined when no case is of the class nor was called it. */
  public OptionalDouble f1(int c) {
    return ratio(2.0 * counts[c][c], actual(c) + called(c));
  }

  /** Mean of {@link #f1} over the classes that occur in truth or prediction. */
  public OptionalDouble macroF1() {
    return macro(this::f1);
  }

  /** Mean over the classes for which the number is defined; undefined when none is. */
  public OptionalDouble macro(IntFunction<OptionalDouble> ofClass) {
    double sum = 0;
    int defined = 0;
    for (int c = 0; c < classes(); c++) {
      OptionalDouble value = ofClass.apply(c);
      if (value.isPresent()) {
        sum += value.getAsDouble();
        defined++;
      }
    }
    return ratio(sum, defined);
  }

  /**
   * (c·n − Σ pₖ·tₖ) / √((n² − Σ pₖ²)·(n² − Σ tₖ²)), Matthews' correlation for any number of classes
   * (Gorodkin 2004), in [−1, 1]. 0 when truth or prediction is constant; undefined without cases.
   */
  public OptionalDouble mcc() {
    double n = total();
    if (n == 0) {
      return OptionalDouble.empty();
    }
    double covariance = correct() * n - sum(k -> (double) called(k) * actual(k));
    double predicted = n * n - sum(k -> (double) called(k) * called(k));
    double truth = n * n - sum(k -> (double) actual(k) * actual(k));
    return OptionalDouble.of(
        predicted == 0 || truth == 0 ? 0 : covariance / Math.sqrt(predicted * truth));
  }

  /** 1 − Σ w·n / Σ w·e with w = [t ≠ p] and e the count expected by chance; Cohen 1960. */
  public OptionalDouble kappa() {
    return kappa(0);
  }

  /** κ with w = |t − p|; the classes are taken as ordered and equally spaced. */
  public OptionalDouble kappaLinear() {
    return kappa(1);
  }

  /** κ with w = (t − p)², Cohen 1968; the classes are taken as ordered and equally spaced. */
  public OptionalDouble kappaQuadratic() {
    return kappa(2);
  }

  private OptionalDouble kappa(int power) {
    double n = total();
    double observed = 0;
    double expected = 0;
    for (int t = 0; t < classes(); t++) {
      for (int p = 0; p < classes(); p++) {
        double distance = Math.abs(t - p);
        double weight =
            power == 0 ? Math.min(distance, 1) : power == 1 ? distance : distance * distance;
        observed += weight * counts[t][p];
        expected += weight * actual(t) * called(p);
      }
    }
    return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - observed * n / expected);
  }

  private long trueNegatives(int c) {
    return total() - actual(c) - called(c) + counts[c][c];
  }

  private double sum(IntToDoubleFunction term) {
    double sum = 0;
    for (int k = 0; k < classes(); k++) {
      sum += term.applyAsDouble(k);
    }
    return sum;
  }

  private static OptionalDouble ratio(double above, double below) {
    return below == 0 ? OptionalDouble.empty() : OptionalDouble.of(above / below);
  }
}
