package io.osler.core.metric;

import io.osler.core.config.Require;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What a bootstrap draws: patients with replacement, each bringing all its cases, because two
 * images of one patient are not two independent observations.
 *
 * <p>Not stratified unless asked for: the share of each class varies between replicates as it would
 * between samples.
 */
public final class Resampling {
  private final int cases;
  private final List<List<int[]>> strata; // stratum → patient → its cases

  private Resampling(int cases, List<List<int[]>> strata) {
    this.cases = cases;
    this.strata = strata;
  }

  /** Every case is its own patient. */
  public static Resampling ofCases(int cases) {
    Require.atLeast("cases", cases, 1);
    List<int[]> each = IntStream.range(0, cases).mapToObj(i -> new int[] {i}).toList();
    return new Resampling(cases, List.of(each));
  }

  /** {@code patients.get(i)} is the patient of case i. */
  public static Resampling ofPatients(List<String> patients) {
    Require.atLeast("cases", patients.size(), 1);
    SequencedMap<String, List<Integer>> casesOf = new LinkedHashMap<>();
    for (int i = 0; i < patients.size(); i++) {
      casesOf.computeIfAbsent(patients.get(i), _ -> new ArrayList<>()).add(i);
    }
    List<int[]> groups =
        casesOf.values().stream()
            .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
            .toList();
    return new Resampling(patients.size(), List.of(groups));
  }

  /**
   * Draws within classes, so that each replicate keeps their numbers of patients: a patient belongs
   * to the highest class among its cases. Intervals get narrower; say so where they are shown.
   */
  public Resampling stratified(int[] truth) {
    Require.that(truth.length == cases, "truth.length", truth.length, "" + cases);
    Map<Integer, List<int[]>> byClass = new TreeMap<>();
    for (List<int[]> stratum : strata) {
      for (int[] patient : stratum) {
        int highest = IntStream.of(patient).map(i -> truth[i]).max().orElseThrow();
        byClass.computeIfAbsent(highest, _ -> new ArrayList<>()).add(patient);
      }
    }
    return new Resampling(cases, List.copyOf(byClass.values()));
  }

  public int cases() {
    return cases;
  }

  public int patients() {
    return strata.stream().mapToInt(List::size).sum();
  }

  /** The cases of each patient. */
  List<int[]> groups() {
    return strata.stream().flatMap(List::stream).toList();
  }

  /** How often each case counts in one replicate. */
  int[] draw(RandomGenerator random) {
    int[] counts = new int[cases];
    for (List<int[]> stratum : strata) {
      for (int draw = 0; draw < stratum.size(); draw++) {
        for (int i : stratum.get(random.nextInt(stratum.size()))) {
          counts[i]++;
        }
      }
    }
    return counts;
  }
}
