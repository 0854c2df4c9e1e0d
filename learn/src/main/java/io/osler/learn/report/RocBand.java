package io.osler.learn.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * 2.5 and 97.5 % points of the sensitivity at each false-positive rate when whole patients are
 * drawn again with replacement.
 *
 * <p>Pointwise: about one place in twenty lies outside by chance. The same predictions give the
 * same band (fixed seed).
 *
 * @param grid false-positive rates from 0 to 1
 */
record RocBand(double[] grid, double[] low, double[] high) {
  private static final int RESAMPLES = 400;
  private static final int CELLS = 100;
  private static final long SEED = 20260101L;

  static RocBand of(Report report) {
    List<Prediction> cases = new ArrayList<>(report.predictions());
    int positive = report.positive();
    cases.sort(
        (a, b) -> Double.compare(b.probabilities().get(positive), a.probabilities().get(positive)));
    Map<String, Integer> numbers = new HashMap<>();
    int[] patient = new int[cases.size()];
    boolean[] sought = new boolean[cases.size()];
    double[] score = new double[cases.size()];
    for (int i = 0; i < patient.length; i++) {
      Prediction one = cases.get(i);
      patient[i] = numbers.computeIfAbsent(one.patient(), _ -> numbers.size());
      sought[i] = one.truth().contains(positive);
      score[i] = one.probabilities().get(positive);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] drawn = new double[CELLS + 1][RESAMPLES]; // (rate, resample) → sensitivity
    int kept = 0;
    for (int r = 0; r < RESAMPLES; r++) {
      int[] times = new int[numbers.size()];
      for (int p = 0; p < times.length; p++) {
        times[random.nextInt(times.length)]++;
      }
      kept += curve(score, sought, patient, times, drawn, kept) ? 1 : 0;
    }
    double[] grid = new double[CELLS + 1];
    double[] low = new double[CELLS + 1];
    double[] high = new double[CELLS + 1];
    for (int g = 0; g <= CELLS; g++) {
      grid[g] = g / (double) CELLS;
      double[] sorted = Arrays.copyOf(drawn[g], kept);
      Arrays.sort(sorted);
      low[g] = kept == 0 ? 0 : sorted[(int) (0.025 * (kept - 1))];
      high[g] = kept == 0 ? 1 : sorted[(int) Math.ceil(0.975 * (kept - 1))];
    }
    return new RocBand(grid, low, high);
  }

  /** Writes one resample's curve into column {@code at}; false when it holds one class only. */
  private static boolean curve(
      double[] score, boolean[] sought, int[] patient, int[] times, double[][] drawn, int at) {
    long positives = 0;
    long negatives = 0;
    for (int i = 0; i < score.length; i++) {
      positives += sought[i] ? times[patient[i]] : 0;
      negatives += sought[i] ? 0 : times[patient[i]];
    }
    if (positives == 0 || negatives == 0) {
      return false;
    }
    double hits = 0;
    double alarms = 0;
    double lastRate = 0;
    double lastHit = 0;
    int g = 0;
    for (int i = 0; i < score.length; i++) {
      hits += sought[i] ? times[patient[i]] : 0;
      alarms += sought[i] ? 0 : times[patient[i]];
      if (i + 1 < score.length && score[i + 1] == score[i]) {
        continue;
      }
      double rate = alarms / negatives;
      double hit = hits / positives;
      // Between two thresholds the curve is straight; where it rises upright the top counts.
      while (g <= CELLS && g / (double) CELLS < rate) {
        double share = (g / (double) CELLS - lastRate) / (rate - lastRate);
        drawn[g++][at] = lastHit + share * (hit - lastHit);
      }
      lastRate = rate;
      lastHit = hit;
    }
    while (g <= CELLS) {
      drawn[g++][at] = 1;
    }
    return true;
  }
}
