package io.osler.core.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * θ(w): named numbers over a table of n cases of which case i counts wᵢ = 0, 1, 2, … times.
 *
 * <p>This is the one form that {@link Bootstrap} and {@link Subgroups} need: a resample is other
 * counts, a subgroup is counts of 0, and whatever was sorted or looked up once stays valid.
 */
public interface Scores {
  /** The numbers' names, kebab-case, in the order of {@link #of}. */
  List<String> names();

  /** n, the number of cases. */
  int cases();

  /** The numbers for these counts (length n), NaN where one is undefined; safe from any thread. */
  double[] of(int[] counts);

  /** The same scores over the marked cases alone (the others count 0 whatever is asked for). */
  Scores only(boolean[] marked);

  /** Name → value with every case counted once; a number that is undefined is left out. */
  default SequencedMap<String, Double> values() {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    double[] numbers = of(Ranking.once(cases()));
    for (int m = 0; m < numbers.length; m++) {
      if (!Double.isNaN(numbers[m])) {
        values.put(names().get(m), numbers[m]);
      }
    }
    return values;
  }
}
