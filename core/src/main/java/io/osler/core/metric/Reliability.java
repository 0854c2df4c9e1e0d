package io.osler.core.metric;

import io.osler.core.config.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * Stated confidence against the share that was right, in equal-width bins ((b, b + 1] / bins; the
 * first bin also holds 0).
 */
public record Reliability(List<Bin> bins) {
  /** The number of bins of {@link ClassificationScores}' {@code ece}. */
  public static final int STANDARD_BINS = 15;

  /**
   * @param low the bin's lower edge, not in the bin (except 0)
   * @param confidence mean stated confidence of its cases, 0 where the bin is empty
   * @param share of its cases that were right, 0 where the bin is empty
   */
  public record Bin(double low, double high, long cases, double confidence, double share) {}

  public Reliability {
    bins = List.copyOf(bins);
  }

  /** {@code right[i]} says whether the statement made with {@code confidence[i]} held. */
  public static Reliability of(double[] confidence, boolean[] right, int bins) {
    return of(confidence, right, bins, Ranking.once(confidence.length));
  }

  static Reliability of(double[] confidence, boolean[] right, int bins, int[] counts) {
    Require.atLeast("bins", bins, 1);
    Require.that(
        right.length == confidence.length, "right.length", right.length, "" + confidence.length);
    long[] cases = new long[bins];
    double[] stated = new double[bins];
    long[] held = new long[bins];
    for (int i = 0; i < confidence.length; i++) {
      int b = bin(confidence[i], bins);
      cases[b] += counts[i];
      stated[b] += counts[i] * confidence[i];
      held[b] += right[i] ? counts[i] : 0;
    }
    List<Bin> rows = new ArrayList<>();
    for (int b = 0; b < bins; b++) {
      double n = Math.max(cases[b], 1);
      double low = b / (double) bins;
      rows.add(new Bin(low, (b + 1) / (double) bins, cases[b], stated[b] / n, held[b] / n));
    }
    return new Reliability(rows);
  }

  /** The bin of a confidence in [0, 1]. */
  static int bin(double confidence, int bins) {
    Require.within("confidence", confidence, 0, 1);
    int b = (int) Math.ceil(confidence * bins) - 1;
    // The product may round across an edge; the edges b / bins decide.
    if (b >= 0 && confidence <= b / (double) bins) {
      b--;
    } else if (b + 1 < bins && confidence > (b + 1) / (double) bins) {
      b++;
    }
    return Math.max(b, 0);
  }

  /**
   * Σ (n_b / n)·|share − confidence|, the expected calibration error (Guo et al. 2017); 0 if empty.
   */
  public double ece() {
    long n = bins.stream().mapToLong(Bin::cases).sum();
    double sum = 0;
    for (Bin bin : bins) {
      sum += bin.cases() * Math.abs(bin.share() - bin.confidence());
    }
    return n == 0 ? 0 : sum / n;
  }
}
