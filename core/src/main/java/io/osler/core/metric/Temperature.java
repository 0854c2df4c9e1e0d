package io.osler.core.metric;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import java.util.Arrays;

/**
 * softmax(z / T): one number that makes a classifier's confidence honest without changing which
 * class it calls. Guo et al. 2017.
 */
public record Temperature(double value) {
  /**
   * The range that {@link #fit} searches; a fit at an end says that the logits fit the labels
   * oddly.
   */
  public static final double LEAST = 0.05;

  public static final double MOST = 20;

  /** Leaves the probabilities as they are. */
  public static final Temperature NONE = new Temperature(1);

  public Temperature {
    Require.within("temperature", value, LEAST, MOST);
  }

  /**
   * The T in [{@value #LEAST}, {@value #MOST}] with the least mean −ln softmax(z / T) of the true
   * class. The loss is convex in 1/T, so Newton's step on its slope, kept in a shrinking bracket,
   * ends at the only minimum; an end of the range is returned when the minimum lies beyond it.
   *
   * @param logits (n, C) of validation cases, never of test cases
   * @param truth class per case
   */
  public static Temperature fit(double[][] logits, int[] truth) {
    return fit(logits, truth, new double[logits.length == 0 ? 0 : logits[0].length]);
  }

  /**
   * As {@link #fit(double[][], int[])} for softmax(z / T + b) with a given shift b (C), such as the
   * logarithms of how common the classes are.
   */
  public static Temperature fit(double[][] logits, int[] truth, double[] shift) {
    check(logits, truth, shift);
    double[] wanted = new double[truth.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = logits[i][truth[i]];
    }
    return fit(logits, wanted, shift);
  }

  /**
   * As {@link #fit(double[][], int[], double[])}, with the true class wanted at (n + 1) / (n + 2)
   * instead of 1, n being how many of the cases have it, and the rest shared evenly by the others.
   * Where all cases are told apart the plain fit runs to the end of its range and claims certainty;
   * this one says what n right ones of n allow. Platt 1999.
   */
  public static Temperature cautious(double[][] logits, int[] truth, double[] shift) {
    check(logits, truth, shift);
    int[] counts = new int[shift.length];
    for (int c : truth) {
      counts[c]++;
    }
    double[] wanted = new double[truth.length];
    for (int i = 0; i < wanted.length; i++) {
      double rest = 1.0 / (counts[truth[i]] + 2);
      for (int c = 0; c < shift.length; c++) {
        wanted[i] += logits[i][c] * (c == truth[i] ? 1 - rest : rest / (shift.length - 1));
      }
    }
    return fit(logits, wanted, shift);
  }

  /** The least loss when the mean logit under the wanted distribution is {@code wanted[i]}. */
  private static Temperature fit(double[][] logits, double[] wanted, double[] shift) {
    double low = 1 / MOST;
    double high = 1 / LEAST;
    if (slopes(logits, wanted, shift, low)[0] >= 0) {
      return new Temperature(MOST);
    }
    if (slopes(logits, wanted, shift, high)[0] <= 0) {
      return new Temperature(LEAST);
    }
    double inverse = 1;
    for (int step = 0; step < 200; step++) {
      double[] slope = slopes(logits, wanted, shift, inverse);
      if (slope[0] < 0) {
        low = inverse;
      } else {
        high = inverse;
      }
      double newton = inverse - slope[0] / slope[1];
      double next = newton > low && newton < high ? newton : (low + high) / 2;
      if (Math.abs(next - inverse) <= 1e-14 * inverse) {
        break;
      }
      inverse = next;
    }
    return new Temperature(Math.clamp(1 / inverse, LEAST, MOST));
  }

  /** softmax(z / T) of one case. */
  public double[] apply(double[] logits) {
    return apply(logits, new double[logits.length]);
  }

  /** softmax(z / T + b) of one case. */
  public double[] apply(double[] logits, double[] shift) {
    return softmax(logits, 1 / value, shift);
  }

  /** softmax(z / T) of every case. */
  public double[][] apply(double[][] logits) {
    double[][] p = new double[logits.length][];
    for (int i = 0; i < p.length; i++) {
      p[i] = apply(logits[i]);
    }
    return p;
  }

  private static double[] softmax(double[] z, double inverse, double[] shift) {
    double[] p = new double[z.length];
    double top = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < z.length; c++) {
      p[c] = z[c] * inverse + shift[c];
      top = Math.max(top, p[c]);
    }
    double sum = 0;
    for (int c = 0; c < z.length; c++) {
      p[c] = Math.exp(p[c] - top);
      sum += p[c];
    }
    for (int c = 0; c < z.length; c++) {
      p[c] /= sum;
    }
    return p;
  }

  /** First and second derivative of the mean loss by 1/T: E[z] − wanted z and Var[z] under p. */
  private static double[] slopes(
      double[][] logits, double[] wanted, double[] shift, double inverse) {
    double first = 0;
    double second = 0;
    for (int i = 0; i < wanted.length; i++) {
      double[] z = logits[i];
      double[] p = softmax(z, inverse, shift);
      double mean = 0;
      for (int c = 0; c < z.length; c++) {
        mean += p[c] * z[c];
      }
      first += mean - wanted[i];
      for (int c = 0; c < z.length; c++) {
        second += p[c] * (z[c] - mean) * (z[c] - mean);
      }
    }
    return new double[] {first / wanted.length, second / wanted.length};
  }

  private static void check(double[][] logits, int[] truth, double[] shift) {
    Require.atLeast("cases", truth.length, 1);
    Require.that(logits.length == truth.length, "logits.length", logits.length, "" + truth.length);
    int classes = logits[0].length;
    Require.that(shift.length == classes, "shift.length", shift.length, "" + classes);
    for (int i = 0; i < truth.length; i++) {
      boolean valid = logits[i].length == classes && truth[i] >= 0 && truth[i] < classes;
      for (double z : logits[i]) {
        valid &= Double.isFinite(z);
      }
      if (!valid) {
        throw new InputException(
            "Case "
                + i
                + " has class "
                + truth[i]
                + " and logits "
                + Arrays.toString(logits[i])
                + ".",
            "training that diverged, or a label out of range.",
            "give " + classes + " finite logits and a class below " + classes + ".");
      }
    }
  }
}
