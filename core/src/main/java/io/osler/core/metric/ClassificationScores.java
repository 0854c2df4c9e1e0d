package io.osler.core.metric;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * All scores of one prediction table: class probabilities p(i, c) against one true class per case.
 *
 * <p><b>Two classes:</b> {@code auc}, {@code average-precision}, {@code sensitivity}, {@code
 * specificity}, {@code ppv}, {@code npv} and {@code f1} are those of the positive class. The called
 * class is the more likely one (class 0 when equal) or, with an operating threshold, the positive
 * one where p ≥ threshold. <b>More classes:</b> they are unweighted means over the classes, each
 * against the rest, over those for which they are defined (see {@link Ranking}, {@link Confusion}):
 * {@code auc} and {@code average-precision} over the classes that the table, or the resample, has
 * cases of. {@code auc} and {@code accuracy} are MedMNIST's.
 *
 * <p>{@code log-loss}: mean of −ln p of the true class, p clipped to [ε, 1 − ε], ε = 2⁻⁵². {@code
 * brier}: mean of (p − y)² of the positive class (two classes, in [0, 1]) or of the sum over
 * classes (more, in [0, 2]). {@code ece}: confidence is the highest probability, right is whether
 * that class (the first when equal) is true, {@value Reliability#STANDARD_BINS} equal-width bins;
 * an operating threshold does not move it. Undefined numbers are left out of {@link #values}.
 */
public final class ClassificationScores implements Scores {
  static final double CLIP = Math.ulp(1.0);

  private static final List<String> NAMES =
      List.of(
          "auc",
          "accuracy",
          "balanced-accuracy",
          "sensitivity",
          "specificity",
          "ppv",
          "npv",
          "f1",
          "mcc",
          "kappa",
          "kappa-quadratic",
          "average-precision",
          "log-loss",
          "brier",
          "ece");

  private final int[] truth;
  private final int[] called;
  private final int classes;
  private final int positive;
  private final List<Ranking> rankings; // of the positive class, or of every class
  private final double[] logLoss; // per case
  private final double[] brier;
  private final double[] confidence;
  private final boolean[] right;
  private final boolean[] marked;

  private ClassificationScores(int[] truth, double[][] p, int classes, int positive, int[] called) {
    int n = truth.length;
    this.truth = truth;
    this.called = called;
    this.classes = classes;
    this.positive = positive;
    this.rankings =
        IntStream.range(0, classes)
            .filter(c -> classes > 2 || c == positive)
            .mapToObj(c -> Ranking.oneVsRest(truth, p, c))
            .toList();
    this.logLoss = new double[n];
    this.brier = new double[n];
    this.confidence = new double[n];
    this.right = new boolean[n];
    for (int i = 0; i < n; i++) {
      logLoss[i] = -Math.log(Math.clamp(p[i][truth[i]], CLIP, 1 - CLIP));
      for (int c = 0; c < classes; c++) {
        double error = p[i][c] - (truth[i] == c ? 1 : 0);
        brier[i] += classes > 2 || c == positive ? error * error : 0;
      }
      int first = mostLikely(p[i]);
      confidence[i] = p[i][first];
      right[i] = first == truth[i];
    }
    this.marked = new boolean[n];
    Arrays.fill(marked, true);
  }

  private ClassificationScores(ClassificationScores all, boolean[] marked) {
    this.truth = all.truth;
    this.called = all.called;
    this.classes = all.classes;
    this.positive = all.positive;
    this.rankings = all.rankings;
    this.logLoss = all.logLoss;
    this.brier = all.brier;
    this.confidence = all.confidence;
    this.right = all.right;
    this.marked = marked;
  }

  /**
   * Scores with the most likely class called.
   *
   * @param truth class of each case, 0 to C − 1
   * @param probabilities (n, C), each row adding up to 1
   * @param positive the positive class when C = 2; without meaning for more classes
   */
  public static ClassificationScores of(int[] truth, double[][] probabilities, int positive) {
    int classes = check(truth, probabilities, positive);
    int[] called = new int[truth.length];
    for (int i = 0; i < called.length; i++) {
      called[i] = mostLikely(probabilities[i]);
    }
    return new ClassificationScores(truth, probabilities, classes, positive, called);
  }

  /** Scores of two classes, the positive one called where its p ≥ {@code threshold}. */
  public static ClassificationScores of(
      int[] truth, double[][] probabilities, int positive, double threshold) {
    int classes = check(truth, probabilities, positive);
    Require.that(classes == 2, "classes", classes, "2, to have an operating threshold");
    Require.that(!Double.isNaN(threshold), "threshold", threshold, "a number");
    int[] called = new int[truth.length];
    for (int i = 0; i < called.length; i++) {
      called[i] = probabilities[i][positive] >= threshold ? positive : 1 - positive;
    }
    return new ClassificationScores(truth, probabilities, classes, positive, called);
  }

  /**
   * One class against the rest, as the positive of two: its ranking by its own probability, and
   * called where {@link #of(int[], double[][], int)} calls it, not at one half.
   */
  public static ClassificationScores oneVsRest(int[] truth, double[][] probabilities, int c) {
    int classes = check(truth, probabilities, 0);
    Require.within("class", c, 0, classes - 1);
    int[] column = new int[truth.length];
    int[] called = new int[truth.length];
    double[][] pair = new double[truth.length][];
    for (int i = 0; i < truth.length; i++) {
      double p = probabilities[i][c];
      column[i] = truth[i] == c ? 1 : 0;
      called[i] = mostLikely(probabilities[i]) == c ? 1 : 0;
      pair[i] = new double[] {1 - p, p};
    }
    return new ClassificationScores(column, pair, 2, 1, called);
  }

  private static int check(int[] truth, double[][] probabilities, int positive) {
    Require.atLeast("cases", truth.length, 1);
    Require.that(
        probabilities.length == truth.length,
        "probabilities.length",
        probabilities.length,
        "the number of cases, " + truth.length);
    int classes = probabilities[0].length;
    Require.atLeast("classes", classes, 2);
    Require.that(classes > 2 || positive == 0 || positive == 1, "positive", positive, "0 or 1");
    for (int i = 0; i < truth.length; i++) {
      checkRow(i, truth[i], probabilities[i], classes);
    }
    return classes;
  }

  private static void checkRow(int i, int label, double[] row, int classes) {
    double sum = 0;
    boolean valid = row.length == classes && label >= 0 && label < classes;
    for (double p : row) {
      valid &= p >= 0 && p <= 1;
      sum += p;
    }
    // Softmax in float32 leaves about 1e-6; a thousandth says that these are no probabilities.
    if (!valid || !(Math.abs(sum - 1) <= 1e-3)) {
      throw new InputException(
          "Case " + i + " has class " + label + " and probabilities " + Arrays.toString(row),
          "logits instead of probabilities, NaN from diverged training, or a label out of range.",
          "give "
              + classes
              + " probabilities that add up to 1, and a class below "
              + classes
              + ".");
    }
  }

  private static int mostLikely(double[] row) {
    int best = 0;
    for (int c = 1; c < row.length; c++) {
      best = row[c] > row[best] ? c : best;
    }
    return best;
  }

  @Override
  public List<String> names() {
    return NAMES;
  }

  @Override
  public int cases() {
    return truth.length;
  }

  /** The classes called, one per case (a copy). */
  public int[] called() {
    return called.clone();
  }

  @Override
  public ClassificationScores only(boolean[] these) {
    Require.that(these.length == cases(), "marked.length", these.length, "" + cases());
    boolean[] both = new boolean[cases()];
    for (int i = 0; i < both.length; i++) {
      both[i] = marked[i] && these[i];
    }
    return new ClassificationScores(this, both);
  }

  @Override
  public double[] of(int[] asked) {
    int[] counts = new int[cases()];
    long total = 0;
    long[][] cells = new long[classes][classes];
    double nll = 0;
    double squares = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = marked[i] ? asked[i] : 0;
      total += counts[i];
      cells[truth[i]][called[i]] += counts[i];
      nll += counts[i] * logLoss[i];
      squares += counts[i] * brier[i];
    }
    Confusion confusion = new Confusion(cells);
    double ece = Reliability.of(confidence, right, Reliability.STANDARD_BINS, counts).ece();
    return new double[] {
      ranked(r -> r.auc(counts).orElse(Double.NaN)),
      number(confusion.accuracy()),
      number(confusion.balancedAccuracy()),
      number(
          classes == 2 ? confusion.sensitivity(positive) : confusion.macro(confusion::sensitivity)),
      number(
          classes == 2 ? confusion.specificity(positive) : confusion.macro(confusion::specificity)),
      number(classes == 2 ? confusion.ppv(positive) : confusion.macro(confusion::ppv)),
      number(classes == 2 ? confusion.npv(positive) : confusion.macro(confusion::npv)),
      number(classes == 2 ? confusion.f1(positive) : confusion.macroF1()),
      number(confusion.mcc()),
      number(confusion.kappa()),
      number(confusion.kappaQuadratic()),
      ranked(r -> r.averagePrecision(counts).orElse(Double.NaN)),
      total == 0 ? Double.NaN : nll / total,
      total == 0 ? Double.NaN : squares / total,
      total == 0 ? Double.NaN : ece,
    };
  }

  /**
   * Of the positive class, or the mean over the classes that have it. Were a resample without one
   * of the classes left out, many classes of few cases would leave no resample.
   */
  private double ranked(ToDoubleFunction<Ranking> area) {
    return rankings.stream()
        .mapToDouble(area)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  private static double number(OptionalDouble value) {
    return value.orElse(Double.NaN);
  }
}
