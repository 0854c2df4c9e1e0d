package io.osler.learn.train;

import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/**
 * Makes the values of coming steps on other threads while this one computes.
 *
 * @param <T> what a step needs, in Java memory
 */
public final class Prefetch<T> implements AutoCloseable {
  private record Coming<T>(long step, Future<T> value) {}

  private final LongFunction<T> make;
  private final ExecutorService workers;
  private final int ahead;
  private final ArrayDeque<Coming<T>> coming = new ArrayDeque<>();
  private long next = -1;

  public Prefetch(LongFunction<T> make, int threads) {
    this.make = make;
    this.ahead = threads + 2;
    this.workers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("prefetch-", 0).factory());
  }

  /** The value of {@code step}; steps that rise by one are already on their way. */
  public T at(long step) {
    if (step != next) {
      coming.forEach(one -> one.value().cancel(false));
      coming.clear();
      next = step;
    }
    while (coming.size() < ahead) {
      long wanted = next + coming.size();
      coming.add(new Coming<>(wanted, workers.submit(() -> make.apply(wanted))));
    }
    next++;
    try {
      return coming.remove().value().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while loading step " + step);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error error) { // such as too little memory
        throw error;
      }
      throw new IllegalStateException("loading step " + step + " failed", e.getCause());
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
