package io.osler.core.metric;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Cases in falling order of a score, sorted once: every threshold, curve and area follows from it.
 *
 * <p>A case is called positive when score ≥ threshold; equal scores cross a threshold together.
 */
public final class Ranking {
  private final int[] order; // case numbers, highest score first
  private final boolean[] positive; // in that order
  private final double[] score; // in that order
  private final boolean[] lastOfTie; // in that order

  private Ranking(int[] order, boolean[] positive, double[] score) {
    this.order = order;
    this.positive = positive;
    this.score = score;
    this.lastOfTie = new boolean[order.length];
    for (int r = 0; r < order.length; r++) {
      lastOfTie[r] = r + 1 == order.length || score[r] != score[r + 1];
    }
  }

  /** Sorts the cases; scores are any finite numbers, higher is more likely positive. */
  public static Ranking of(boolean[] positive, double[] scores) {
    Require.that(
        scores.length == positive.length, "scores.length", scores.length, "" + positive.length);
    for (double score : scores) {
      if (!Double.isFinite(score)) {
        throw new InputException(
            "A score is " + score + ".",
            "training that diverged, or an image with NaN.",
            "look at the learning curve and at the input.");
      }
    }
    // Adding 0 turns −0 into 0, so that the order and the ties agree.
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Double.compare(scores[b] + 0.0, scores[a] + 0.0))
            .mapToInt(Integer::intValue)
            .toArray();
    boolean[] positiveInOrder = new boolean[order.length];
    double[] scoreInOrder = new double[order.length];
    for (int r = 0; r < order.length; r++) {
      positiveInOrder[r] = positive[order[r]];
      scoreInOrder[r] = scores[order[r]];
    }
    return new Ranking(order, positiveInOrder, scoreInOrder);
  }

  /** Class {@code c} against the rest, by column c of the scores. */
  public static Ranking oneVsRest(int[] truth, double[][] scores, int c) {
    boolean[] positive = new boolean[truth.length];
    double[] column = new double[truth.length];
    for (int i = 0; i < truth.length; i++) {
      positive[i] = truth[i] == c;
      column[i] = scores[i][c];
    }
    return of(positive, column);
  }

  public int cases() {
    return order.length;
  }

  /** Every case once: the multiplicities that make a bootstrap sample the sample itself. */
  static int[] once(int cases) {
    int[] counts = new int[cases];
    Arrays.fill(counts, 1);
    return counts;
  }

  /**
   * P(score of a positive > score of a negative) + ½ P(equal), the area under the ROC curve, in [0,
   * 1]; undefined without both a positive and a negative case.
   */
  public OptionalDouble auc() {
    return auc(once(cases()));
  }

  /** The same with case i counted {@code counts[i]} times. */
  public OptionalDouble auc(int[] counts) {
    long above = 0; // positives above the current tie
    long negatives = 0;
    long tiePositive = 0;
    long tieNegative = 0;
    double doubled = 0; // twice the Mann–Whitney U, a whole number
    for (int r = 0; r < order.length; r++) {
      int count = counts[order[r]];
      if (positive[r]) {
        tiePositive += count;
      } else {
        tieNegative += count;
      }
      if (lastOfTie[r]) {
        doubled += (double) tieNegative * (2 * above + tiePositive);
        above += tiePositive;
        negatives += tieNegative;
        tiePositive = 0;
        tieNegative = 0;
      }
    }
    return above == 0 || negatives == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(doubled / (2.0 * above * negatives));
  }

  /**
   * Σ (Rₙ − Rₙ₋₁)·Pₙ over the distinct thresholds, without interpolation, in [0, 1]; undefined
   * without a positive case.
   */
  public OptionalDouble averagePrecision() {
    return averagePrecision(once(cases()));
  }

  /** The same with case i counted {@code counts[i]} times. */
  public OptionalDouble averagePrecision(int[] counts) {
    long positives = 0;
    long called = 0;
    long tiePositive = 0;
    double sum = 0;
    for (int r = 0; r < order.length; r++) {
      int count = counts[order[r]];
      called += count;
      if (positive[r]) {
        tiePositive += count;
      }
      if (lastOfTie[r] && tiePositive > 0) {
        positives += tiePositive;
        sum += tiePositive * (positives / (double) called);
        tiePositive = 0;
      }
    }
    return positives == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / positives);
  }

  /**
   * One point of the ROC curve: what calling every case with score ≥ threshold positive gives.
   *
   * @param falsePositiveRate 1 − specificity
   */
  public record RocPoint(double threshold, double falsePositiveRate, double sensitivity) {}

  /**
   * The ROC curve from (0, 0) at threshold +∞ to (1, 1), one point per distinct score; empty
   * without both a positive and a negative case.
   */
  public List<RocPoint> roc() {
    List<long[]> steps = steps();
    long[] all = steps.getLast();
    if (all[1] == 0 || all[2] == 0) {
      return List.of();
    }
    return steps.stream()
        .map(s -> new RocPoint(threshold(s), s[2] / (double) all[2], s[1] / (double) all[1]))
        .toList();
  }

  /** One point of the precision–recall curve at a threshold. */
  public record PrecisionRecallPoint(double threshold, double recall, double precision) {}

  /**
   * The precision–recall curve, recall rising from 0 (threshold +∞, precision 1 by convention) to
   * 1, one point per distinct score; empty without a positive case.
   */
  public List<PrecisionRecallPoint> precisionRecall() {
    List<long[]> steps = steps();
    double positives = steps.getLast()[1];
    if (positives == 0) {
      return List.of();
    }
    return steps.stream()
        .map(
            s -> {
              double precision = s[0] < 0 ? 1 : s[1] / (double) (s[1] + s[2]);
              return new PrecisionRecallPoint(threshold(s), s[1] / positives, precision);
            })
        .toList();
  }

  /**
   * (rank of the last case called positive or −1, true positives, false positives) per threshold.
   */
  private List<long[]> steps() {
    List<long[]> steps = new ArrayList<>();
    steps.add(new long[] {-1, 0, 0});
    long hits = 0;
    for (int r = 0; r < order.length; r++) {
      hits += positive[r] ? 1 : 0;
      if (lastOfTie[r]) {
        steps.add(new long[] {r, hits, r + 1 - hits});
      }
    }
    return steps;
  }

  private double threshold(long[] step) {
    return step[0] < 0 ? Double.POSITIVE_INFINITY : score[(int) step[0]];
  }
}
