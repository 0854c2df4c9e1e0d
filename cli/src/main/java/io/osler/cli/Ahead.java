package io.osler.cli;

import io.osler.core.volume.Case;
import io.osler.learn.data.Entry;
import io.osler.learn.train.Prefetch;
import java.util.List;
import java.util.Optional;

/**
 * Images one after the other, the next read while this one is worked on; where an image takes a
 * good part of the memory, only when it is asked for.
 */
final class Ahead implements AutoCloseable {
  /** An image may take this share of the heap for a few to lie beside each other. */
  private static final int SHARE = 24;

  private final List<Entry> entries;
  private final Prefetch<Optional<Case>> next;
  private boolean large;

  Ahead(List<Entry> entries) {
    this.entries = entries;
    this.next =
        new Prefetch<>(
            i -> i < entries.size() ? Optional.of(entries.get((int) i).load()) : Optional.empty(),
            1);
  }

  Case at(int index) {
    // The first comes alone: it says how large they are.
    Case one = index == 0 || large ? entries.get(index).load() : next.at(index).orElseThrow();
    long bytes = 4L * one.image().voxels().length;
    large = bytes > Runtime.getRuntime().maxMemory() / SHARE;
    return one;
  }

  @Override
  public void close() {
    next.close();
  }
}
