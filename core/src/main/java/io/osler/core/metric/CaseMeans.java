package io.osler.core.metric;

import io.osler.core.config.Require;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Σ wᵢ·xᵢ / Σ wᵢ over the cases that have the number: means of per-case measures such as Dice, for
 * {@link Bootstrap} and {@link Subgroups}.
 *
 * <p>NaN in a column means that the measure is undefined for that case; it is left out of the mean.
 */
public final class CaseMeans implements Scores {
  private final List<String> names;
  private final double[][] columns;
  private final boolean[] marked;

  private CaseMeans(List<String> names, double[][] columns, boolean[] marked) {
    this.names = names;
    this.columns = columns;
    this.marked = marked;
  }

  /** Name → one number per case (NaN where undefined); all columns of one length. */
  public static CaseMeans of(SequencedMap<String, double[]> columns) {
    Require.atLeast("columns", columns.size(), 1);
    int cases = columns.firstEntry().getValue().length;
    for (Map.Entry<String, double[]> column : columns.sequencedEntrySet()) {
      int length = column.getValue().length;
      Require.that(length == cases, "cases of " + column.getKey(), length, "" + cases);
    }
    boolean[] all = new boolean[cases];
    Arrays.fill(all, true);
    return new CaseMeans(
        List.copyOf(columns.keySet()), columns.values().toArray(double[][]::new), all);
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public int cases() {
    return marked.length;
  }

  @Override
  public CaseMeans only(boolean[] these) {
    Require.that(these.length == cases(), "marked.length", these.length, "" + cases());
    boolean[] both = new boolean[cases()];
    for (int i = 0; i < both.length; i++) {
      both[i] = marked[i] && these[i];
    }
    return new CaseMeans(names, columns, both);
  }

  @Override
  public double[] of(int[] counts) {
    double[] means = new double[columns.length];
    for (int m = 0; m < means.length; m++) {
      double sum = 0;
      long total = 0;
      for (int i = 0; i < marked.length; i++) {
        double x = columns[m][i];
        if (marked[i] && counts[i] > 0 && !Double.isNaN(x)) {
          sum += counts[i] * x;
          total += counts[i];
        }
      }
      means[m] = sum / total; // 0 / 0 is NaN: undefined
    }
    return means;
  }
}
