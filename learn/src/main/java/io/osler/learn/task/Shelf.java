package io.osler.learn.task;

import io.osler.core.volume.Case;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Prepared cases by index, kept in memory while they fit: sets larger than the byte budget are
 * prepared again when they come back.
 */
final class Shelf {
  private final List<Supplier<Case>> sources;
  private final long budgetBytes;
  private final Map<Integer, Case> kept;
  private long bytes;

  Shelf(List<Supplier<Case>> sources, long budgetBytes) {
    this.sources = new ArrayList<>(sources);
    this.budgetBytes = budgetBytes;
    this.kept = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true));
  }

  /** A view of some of the cases, renumbered from 0; they share this shelf's memory. */
  IntFunction<Case> only(List<Integer> which) {
    return index -> at(which.get(index));
  }

  Case at(int index) {
    Optional<Case> there = Optional.ofNullable(kept.get(index));
    if (there.isPresent()) {
      return there.get();
    }
    Case made = sources.get(index).get();
    long size = 4L * made.image().voxels().length;
    synchronized (kept) {
      // A shuffled epoch touches every case equally often: evicting gains nothing, so what came
      // first stays and the rest streams.
      if (bytes + size <= budgetBytes && kept.putIfAbsent(index, made) == null) {
        bytes += size;
      }
    }
    return made;
  }
}
