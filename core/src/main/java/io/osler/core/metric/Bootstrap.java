package io.osler.core.metric;

import io.osler.core.config.Require;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Percentile intervals: the (1 ∓ level)/2 quantiles of a number over resamples of the patients
 * (Efron 1979), quantiles by linear interpolation.
 *
 * <p>Replicate b has its own random stream made of seed and b, so the result is the same for any
 * number of threads. A replicate in which a number is undefined (for the AUC of two classes: one is
 * missing) is skipped for that number and counted; if more than half are skipped, the number gets
 * no interval.
 */
public record Bootstrap(int replicates, double level, long seed) {
  /** 2,000 replicates, 95 %. */
  public static Bootstrap standard(long seed) {
    return new Bootstrap(2000, 0.95, seed);
  }

  public Bootstrap {
    Require.within("replicates", replicates, 2, 1_000_000);
    Require.that(level > 0 && level < 1, "level", level, "a number between 0 and 1");
  }

  /**
   * @param intervals name → value on the whole table with its interval; undefined numbers and those
   *     that too few replicates define are left out
   * @param skipped name → replicates in which the number was undefined, where there were any
   */
  public record Result(
      SequencedMap<String, Interval> intervals, SequencedMap<String, Integer> skipped) {

    /** The interval of one number, if it has one. */
    public Optional<Interval> interval(String name) {
      return Optional.ofNullable(intervals.get(name));
    }
  }

  /**
   * The difference of a number between two models on the same cases, first − second.
   *
   * @param p two-sided: 2·min(share of replicates ≤ 0, share ≥ 0), each share with 1 added above
   *     and below so that it is never 0; at most 1
   */
  public record Difference(Interval difference, double p) {}

  /** Intervals with every case its own patient. */
  public Result intervals(Scores scores) {
    return intervals(scores, Resampling.ofCases(scores.cases()));
  }

  /** Intervals of all the numbers at once, from the same replicates. */
  public Result intervals(Scores scores, Resampling patients) {
    Require.that(
        patients.cases() == scores.cases(), "cases", patients.cases(), "" + scores.cases());
    double[] whole = scores.of(Ranking.once(scores.cases()));
    double[][] columns = replicate(patients, whole.length, scores::of);
    SequencedMap<String, Interval> intervals = new LinkedHashMap<>();
    SequencedMap<String, Integer> skipped = new LinkedHashMap<>();
    for (int m = 0; m < whole.length; m++) {
      if (Double.isNaN(whole[m])) {
        continue;
      }
      String name = scores.names().get(m);
      if (columns[m].length < replicates) {
        skipped.put(name, replicates - columns[m].length);
      }
      if (enough(columns[m])) {
        intervals.put(name, interval(whole[m], columns[m]));
      }
    }
    return new Result(intervals, skipped);
  }

  /**
   * Paired comparison of two models on the same cases: name → difference, for the numbers that both
   * have.
   */
  public SequencedMap<String, Difference> differences(
      Scores first, Scores second, Resampling patients) {
    Require.that(first.cases() == second.cases(), "cases", second.cases(), "" + first.cases());
    Require.that(first.names().equals(second.names()), "names", second.names(), "" + first.names());
    Require.that(patients.cases() == first.cases(), "cases", patients.cases(), "" + first.cases());
    double[] whole = minus(first, second, Ranking.once(first.cases()));
    double[][] columns = replicate(patients, whole.length, counts -> minus(first, second, counts));
    SequencedMap<String, Difference> differences = new LinkedHashMap<>();
    for (int m = 0; m < whole.length; m++) {
      if (!Double.isNaN(whole[m]) && enough(columns[m])) {
        differences.put(
            first.names().get(m),
            new Difference(interval(whole[m], columns[m]), twoSided(columns[m])));
      }
    }
    return differences;
  }

  private static double[] minus(Scores first, Scores second, int[] counts) {
    double[] a = first.of(counts);
    double[] b = second.of(counts);
    for (int m = 0; m < a.length; m++) {
      a[m] -= b[m];
    }
    return a;
  }

  /** Per number, its defined values over the replicates, rising. */
  private double[][] replicate(Resampling patients, int numbers, Function<int[], double[]> of) {
    double[][] rows = new double[replicates][];
    IntStream.range(0, replicates)
        .parallel()
        .forEach(b -> rows[b] = of.apply(patients.draw(stream(b))));
    double[][] columns = new double[numbers][];
    for (int m = 0; m < numbers; m++) {
      int number = m;
      columns[m] =
          Arrays.stream(rows)
              .mapToDouble(row -> row[number])
              .filter(value -> !Double.isNaN(value))
              .sorted()
              .toArray();
    }
    return columns;
  }

  /** The random stream of one replicate. */
  SplittableRandom stream(int replicate) {
    // SplittableRandom scrambles its state, but neighbouring seeds would walk the same sequence
    // shifted by one step; the odd multiplier sets the streams far apart.
    return new SplittableRandom(seed + 0xD1342543DE82EF95L * (replicate + 1L));
  }

  private boolean enough(double[] rising) {
    return 2 * rising.length >= replicates;
  }

  private Interval interval(double value, double[] rising) {
    double low = quantile(rising, (1 - level) / 2);
    double high = quantile(rising, (1 + level) / 2);
    return new Interval(value, low, high);
  }

  private static double twoSided(double[] differences) {
    long below = Arrays.stream(differences).filter(d -> d <= 0).count();
    long above = Arrays.stream(differences).filter(d -> d >= 0).count();
    return Math.min(1, 2.0 * (Math.min(below, above) + 1) / (differences.length + 1));
  }

  /** The q-quantile of rising values, linear between the two neighbours of rank q·(n − 1). */
  static double quantile(double[] rising, double q) {
    double rank = q * (rising.length - 1);
    int below = (int) Math.floor(rank);
    int above = Math.min(below + 1, rising.length - 1);
    double part = rank - below;
    // This form returns the value itself when both neighbours are equal.
    return rising[below] + part * (rising[above] - rising[below]);
  }
}
