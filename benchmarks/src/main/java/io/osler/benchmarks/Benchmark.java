package io.osler.benchmarks;

import java.io.IOException;
import java.util.List;

/** One comparison: its rows, ours and theirs measured in turn. A new one is one file. */
@FunctionalInterface
interface Benchmark {
  List<Comparison> in(Place place) throws IOException;

  /** What the last line of the table says: the worst row, unless a benchmark has another rule. */
  default double ratio(List<Comparison> rows) {
    return rows.stream().mapToDouble(Comparison::ratio).max().orElseThrow();
  }
}
