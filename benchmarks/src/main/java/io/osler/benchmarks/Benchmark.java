package io.osler.benchmarks;

import java.io.IOException;
import java.util.List;

/** One comparison: its rows, ours and theirs measured in turn. A new one is one file. */
@FunctionalInterface
interface Benchmark {
  List<Comparison> in(Place place) throws IOException;
}
