package io.osler.benchmarks;

import io.osler.core.metric.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * One row: the same work, ours and theirs in turn.
 *
 * @param difference between both sides' outputs on the same weights: the largest absolute
 *     difference over the largest absolute value, if that is above 1
 */
record Comparison(
    String name,
    String ourWay,
    String theirWay,
    List<Timing> ours,
    List<Timing> theirs,
    double difference) {
  private static final int DRAWS = 2000;

  /** The processor's clock ticks a hundred times a second: less than this is not compared. */
  private static final double TOLD = 0.1;

  Comparison {
    ours = List.copyOf(ours);
    theirs = List.copyOf(theirs);
  }

  /**
   * Both sides in turn, the first round of each unmeasured.
   *
   * @param units by which a round's time is divided: steps, images
   */
  static Comparison alternating(
      String name, Side ours, Side theirs, int rounds, int units, double difference) {
    List<Timing> our = new ArrayList<>();
    List<Timing> their = new ArrayList<>();
    for (int round = -1; round < rounds; round++) {
      Timing a = ours.run().dividedBy(units);
      Timing b = theirs.run().dividedBy(units);
      System.err.printf(Locale.ROOT, "%s: ours %.3f s, theirs %.3f s%n", name, a.wall(), b.wall());
      if (round >= 0) {
        our.add(a);
        their.add(b);
      }
    }
    return new Comparison(name, ours.way(), theirs.way(), our, their, difference);
  }

  /** Ours over theirs, medians of the wall clock. */
  double ratio() {
    return median(ours, Timing::wall) / median(theirs, Timing::wall);
  }

  /** With 95 % of a bootstrap over rounds, both sides' times of a round drawn together. */
  Interval interval() {
    SplittableRandom random = new SplittableRandom(1);
    double[] ratios = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] rounds = random.ints(ours.size(), 0, ours.size()).toArray();
      ratios[draw] =
          median(Arrays.stream(rounds).mapToObj(ours::get).toList(), Timing::wall)
              / median(Arrays.stream(rounds).mapToObj(theirs::get).toList(), Timing::wall);
    }
    Arrays.sort(ratios);
    return new Interval(ratio(), ratios[DRAWS / 40], ratios[DRAWS - 1 - DRAWS / 40]);
  }

  private static double median(List<Timing> timings, ToDoubleFunction<Timing> what) {
    double[] sorted = timings.stream().mapToDouble(what).sorted().toArray();
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** The table, and the last line that scripts read. */
  static void print(List<Comparison> rows, double loadBefore, double loadAfter, double ratio) {
    System.out.printf(
        Locale.ROOT,
        "%n%-26s %9s %9s %-21s   %8s %8s %6s  %9s  %s%n",
        "seconds, medians",
        "ours",
        "theirs",
        "ratio (95 %)",
        "our cpu",
        "their",
        "ratio",
        "outputs",
        "rounds; ways");
    for (Comparison row : rows) {
      double ourCpu = median(row.ours(), Timing::cpu);
      double theirCpu = median(row.theirs(), Timing::cpu);
      System.out.printf(
          Locale.ROOT,
          "%-26s %9.4f %9.4f %-21s   %8.3f %8.3f %6s  %9.1e  %d; %s | %s%n",
          row.name(),
          median(row.ours(), Timing::wall),
          median(row.theirs(), Timing::wall),
          row.interval(),
          ourCpu,
          theirCpu,
          Math.min(ourCpu, theirCpu) < TOLD
              ? "–"
              : String.format(Locale.ROOT, "%.3f", ourCpu / theirCpu),
          row.difference(),
          row.ours().size(),
          row.ourWay(),
          row.theirWay());
    }
    System.out.printf(
        Locale.ROOT,
        "%nload of the machine: %.1f before, %.1f after (this run's own %d threads included)%n",
        loadBefore,
        loadAfter,
        Runtime.getRuntime().availableProcessors());
    System.out.printf(Locale.ROOT, "ratio %.3f%n", ratio);
  }

  /** See {@link #difference()}; refuses what differs by more than {@code most}. */
  static double difference(String name, float[] ours, float[] theirs, double most) {
    if (ours.length != theirs.length) {
      throw new IllegalStateException(
          "%s: %d outputs of ours, %d of theirs".formatted(name, ours.length, theirs.length));
    }
    double largest = 1;
    double gap = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, Math.abs(theirs[i]));
      gap = Math.max(gap, Math.abs((double) ours[i] - theirs[i]));
      if (!Float.isFinite(ours[i])) {
        throw new IllegalStateException(name + ": our output " + i + " is not finite");
      }
    }
    double difference = gap / largest;
    if (!(difference <= most)) {
      throw new IllegalStateException(
          "%s: the outputs differ by %.2g of the largest, more than %.2g: nothing is compared"
              .formatted(name, difference, most));
    }
    return difference;
  }
}
