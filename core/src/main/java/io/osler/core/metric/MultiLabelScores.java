package io.osler.core.metric;

import io.osler.core.config.Require;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores of several yes-or-no findings per case: the unweighted mean over the findings of {@link
 * ClassificationScores} of each, called where p ≥ 0.5; {@code auc} and {@code accuracy} are
 * MedMNIST's multi-label ones.
 *
 * <p>A finding for which a number is undefined (such as the AUC of one that no case has) is left
 * out of that number's mean, in the table as in each resample; the mean is undefined where all are.
 */
public final class MultiLabelScores implements Scores {
  private static final double THRESHOLD = 0.5;

  private final List<ClassificationScores> findings;

  private MultiLabelScores(List<ClassificationScores> findings) {
    this.findings = findings;
  }

  /**
   * @param truth (n, L), whether case i has finding l
   * @param probabilities (n, L), each in [0, 1]
   */
  public static MultiLabelScores of(boolean[][] truth, double[][] probabilities) {
    boolean[][] known = new boolean[truth.length][];
    for (int i = 0; i < known.length; i++) {
      known[i] = new boolean[truth[i].length];
      Arrays.fill(known[i], true);
    }
    return of(truth, known, probabilities);
  }

  /**
   * As {@link #of(boolean[][], double[][])} where not every finding of every case was read.
   *
   * @param known (n, L), whether it is known that case i has finding l or not; what is not known is
   *     no part of that finding's scores
   */
  public static MultiLabelScores of(
      boolean[][] truth, boolean[][] known, double[][] probabilities) {
    Require.atLeast("cases", truth.length, 1);
    Require.that(
        probabilities.length == truth.length,
        "probabilities.length",
        probabilities.length,
        "the number of cases, " + truth.length);
    int labels = truth[0].length;
    Require.atLeast("labels", labels, 1);
    for (int i = 0; i < truth.length; i++) {
      Require.that(truth[i].length == labels, "labels of case " + i, truth[i].length, "" + labels);
      int stated = probabilities[i].length;
      Require.that(stated == labels, "probabilities of case " + i, stated, "" + labels);
      Require.that(known[i].length == labels, "known of case " + i, known[i].length, "" + labels);
    }
    return new MultiLabelScores(
        IntStream.range(0, labels).mapToObj(l -> finding(truth, known, probabilities, l)).toList());
  }

  private static ClassificationScores finding(
      boolean[][] truth, boolean[][] known, double[][] p, int label) {
    int[] column = new int[truth.length];
    double[][] pair = new double[truth.length][];
    boolean[] read = new boolean[truth.length];
    for (int i = 0; i < truth.length; i++) {
      read[i] = known[i][label];
      column[i] = truth[i][label] ? 1 : 0;
      pair[i] = new double[] {1 - p[i][label], p[i][label]};
    }
    return ClassificationScores.of(column, pair, 1, THRESHOLD).only(read);
  }

  /** The scores of each finding, in the order of the columns. */
  public List<ClassificationScores> findings() {
    return findings;
  }

  @Override
  public List<String> names() {
    return findings.getFirst().names();
  }

  @Override
  public int cases() {
    return findings.getFirst().cases();
  }

  @Override
  public MultiLabelScores only(boolean[] marked) {
    return new MultiLabelScores(findings.stream().map(f -> f.only(marked)).toList());
  }

  @Override
  public double[] of(int[] counts) {
    double[] sums = new double[names().size()];
    int[] terms = new int[sums.length];
    for (ClassificationScores finding : findings) {
      double[] numbers = finding.of(counts);
      for (int m = 0; m < sums.length; m++) {
        if (!Double.isNaN(numbers[m])) {
          sums[m] += numbers[m];
          terms[m]++;
        }
      }
    }
    for (int m = 0; m < sums.length; m++) {
      sums[m] /= terms[m]; // 0 / 0 is NaN: undefined
    }
    return sums;
  }
}
