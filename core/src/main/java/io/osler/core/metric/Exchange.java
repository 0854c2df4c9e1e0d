package io.osler.core.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * p = (1 + #{|d*| ≥ |d|}) / (1 + replicates): is the difference d between a group and the rest
 * larger than when members are swapped at random?
 *
 * <p>Swaps stay within a class, so that each group keeps its numbers of positive and negative
 * patients and a different prevalence alone is no difference. Whole patients are swapped, however
 * many cases each brings; a patient on both sides counts as one on each. A swap that leaves a
 * number undefined counts as one that reaches d.
 */
final class Exchange {
  private final Scores scores;
  private final int[] side; // 1 in the group, 0 in the rest, −1 unknown
  private final double[] inGroup;
  private final double[] inRest;

  Exchange(Scores scores, Attribute attribute, int group) {
    this.scores = scores;
    this.side =
        IntStream.of(attribute.groupOf()).map(g -> g < 0 ? -1 : g == group ? 1 : 0).toArray();
    this.inGroup = numbers(side, 1);
    this.inRest = numbers(side, 0);
  }

  /** The number m in the group and in the rest. */
  double[] observed(int m) {
    return new double[] {inGroup[m], inRest[m]};
  }

  /** One p per number, NaN where the number is undefined on either side. */
  double[] p(int[] classOf, Resampling patients, Bootstrap bootstrap) {
    List<List<int[]>> strata = strata(units(patients), classOf);
    double[][] swapped = new double[bootstrap.replicates()][];
    IntStream.range(0, swapped.length)
        .parallel()
        .forEach(b -> swapped[b] = differences(swap(strata, bootstrap.stream(b))));
    double[] p = new double[inGroup.length];
    for (int m = 0; m < p.length; m++) {
      double d = Math.abs(inGroup[m] - inRest[m]);
      int atLeast = 0;
      for (double[] row : swapped) {
        // The slack keeps equal differences equal when they were summed in another order; NaN is
        // below nothing.
        atLeast += Math.abs(row[m]) < d - 1e-12 ? 0 : 1;
      }
      p[m] = Double.isNaN(d) ? Double.NaN : (1.0 + atLeast) / (1 + swapped.length);
    }
    return p;
  }

  private double[] differences(int[] sides) {
    double[] d = numbers(sides, 1);
    double[] rest = numbers(sides, 0);
    for (int m = 0; m < d.length; m++) {
      d[m] -= rest[m];
    }
    return d;
  }

  private double[] numbers(int[] sides, int wanted) {
    boolean[] marked = new boolean[sides.length];
    for (int i = 0; i < marked.length; i++) {
      marked[i] = sides[i] == wanted;
    }
    return scores.only(marked).of(Ranking.once(marked.length));
  }

  /** What is swapped: the known cases of a patient on one side, together. */
  private List<int[]> units(Resampling patients) {
    return patients.groups().stream()
        .flatMap(
            cases ->
                IntStream.of(0, 1)
                    .mapToObj(
                        wanted -> IntStream.of(cases).filter(i -> side[i] == wanted).toArray()))
        .filter(unit -> unit.length > 0)
        .toList();
  }

  private static List<List<int[]>> strata(List<int[]> units, int[] classOf) {
    Map<Integer, List<int[]>> byClass = new TreeMap<>();
    for (int[] unit : units) {
      int highest = IntStream.of(unit).map(i -> classOf[i]).max().orElseThrow();
      byClass.computeIfAbsent(highest, _ -> new ArrayList<>()).add(unit);
    }
    return List.copyOf(byClass.values());
  }

  /** Deals the sides of each stratum's units out anew (Fisher and Yates). */
  private int[] swap(List<List<int[]>> strata, SplittableRandom random) {
    int[] dealt = side.clone();
    for (List<int[]> units : strata) {
      int[] sides = units.stream().mapToInt(unit -> side[unit[0]]).toArray();
      for (int last = sides.length - 1; last >= 0; last--) {
        int pick = random.nextInt(last + 1);
        for (int i : units.get(last)) {
          dealt[i] = sides[pick];
        }
        sides[pick] = sides[last];
      }
    }
    return dealt;
  }
}
