package io.osler.core.metric;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * z = (A₁ − A₂) / √(v₁ + v₂ − 2c): DeLong's test of two correlated AUCs on the same cases, by
 * midranks in O(n log n).
 *
 * <p>It takes the cases as independent: with several images per patient use {@link
 * Bootstrap#differences} over patients. DeLong et al. 1988; Sun and Xu 2014.
 *
 * @param first AUC of the first model
 * @param firstVariance of that AUC
 * @param covariance between the two AUCs
 */
public record DeLong(
    double first, double second, double firstVariance, double secondVariance, double covariance) {

  /**
   * Higher scores are more likely positive; each class needs at least two cases.
   *
   * @param first the first model's score per case, any finite numbers
   */
  public static DeLong of(boolean[] positive, double[] first, double[] second) {
    Components a = Components.of(positive, first);
    Components b = Components.of(positive, second);
    return new DeLong(a.auc, b.auc, covariance(a, a), covariance(b, b), covariance(a, b));
  }

  /** Variance of first − second, never below 0. */
  public double variance() {
    return Math.max(0, firstVariance + secondVariance - 2 * covariance);
  }

  /** The standardised difference; 0 for equal AUCs, infinite when they differ without variance. */
  public double z() {
    double difference = first - second;
    return difference == 0 ? 0 : difference / Math.sqrt(variance());
  }

  /** Two-sided: P(|Z| ≥ |z|) for a standard normal Z. */
  public double p() {
    return 2 * Normal.above(Math.abs(z()));
  }

  /** The difference with its normal interval at a level such as 0.95. */
  public Interval difference(double level) {
    return around(first - second, variance(), level);
  }

  /** The first AUC with its normal interval, cut at 0 and 1. */
  public Interval firstInterval(double level) {
    Interval wide = around(first, firstVariance, level);
    return new Interval(first, Math.max(0, wide.low()), Math.min(1, wide.high()));
  }

  private static Interval around(double value, double variance, double level) {
    Require.that(level > 0 && level < 1, "level", level, "a number between 0 and 1");
    double half = Normal.quantile((1 + level) / 2) * Math.sqrt(Math.max(0, variance));
    return new Interval(value, value - half, value + half);
  }

  private static double covariance(Components a, Components b) {
    return covariance(a.ofPositive, b.ofPositive) / a.ofPositive.length
        + covariance(a.ofNegative, b.ofNegative) / a.ofNegative.length;
  }

  private static double covariance(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return sum / (a.length - 1);
  }

  /** The share of the other class that each case is on the right side of, ties counted half. */
  private record Components(double auc, double[] ofPositive, double[] ofNegative) {
    static Components of(boolean[] positive, double[] scores) {
      Require.that(
          scores.length == positive.length, "scores.length", scores.length, "" + positive.length);
      int[] all = IntStream.range(0, scores.length).toArray();
      int[] positives = IntStream.of(all).filter(i -> positive[i]).toArray();
      int[] negatives = IntStream.of(all).filter(i -> !positive[i]).toArray();
      if (positives.length < 2 || negatives.length < 2) {
        throw new InputException(
            positives.length + " positive and " + negatives.length + " negative cases are too few.",
            "a test set with one class only.",
            "compare the models on at least two cases of each class.");
      }
      double[] ranks = midranks(all, scores);
      double[] ranksAmongPositives = midranks(positives, scores);
      double[] ranksAmongNegatives = midranks(negatives, scores);
      double[] ofPositive = new double[positives.length];
      for (int i = 0; i < ofPositive.length; i++) {
        ofPositive[i] = (ranks[positives[i]] - ranksAmongPositives[i]) / negatives.length;
      }
      double[] ofNegative = new double[negatives.length];
      for (int i = 0; i < ofNegative.length; i++) {
        ofNegative[i] = 1 - (ranks[negatives[i]] - ranksAmongNegatives[i]) / positives.length;
      }
      return new Components(
          Arrays.stream(ofPositive).average().orElseThrow(), ofPositive, ofNegative);
    }

    /** Rank from 1 of each chosen case among them, the mean rank for ties. */
    private static double[] midranks(int[] chosen, double[] scores) {
      for (int i : chosen) {
        Require.that(
            Double.isFinite(scores[i]), "score of case " + i, scores[i], "a finite number");
      }
      Integer[] order = IntStream.range(0, chosen.length).boxed().toArray(Integer[]::new);
      Arrays.sort(order, Comparator.comparingDouble(i -> scores[chosen[i]] + 0.0));
      double[] ranks = new double[chosen.length];
      for (int from = 0; from < order.length; ) {
        int to = from + 1;
        while (to < order.length && scores[chosen[order[to]]] == scores[chosen[order[from]]]) {
          to++;
        }
        for (int r = from; r < to; r++) {
          ranks[order[r]] = (from + to + 1) / 2.0;
        }
        from = to;
      }
      return ranks;
    }
  }
}
