package io.osler.learn.infer;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Does one thing after the other on a thread of its own while the giver goes on; a second thing
 * waits until the first is done, so that never more than one lies in wait.
 */
final class Beside<T> implements Consumer<T>, AutoCloseable {
  private final Consumer<T> work;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("outlines-", 0).factory());
  private Future<?> last = java.util.concurrent.CompletableFuture.completedFuture(true);

  Beside(Consumer<T> work) {
    this.work = work;
  }

  @Override
  public void accept(T value) {
    await();
    last = worker.submit(() -> work.accept(value));
  }

  /** Until everything is done; what went wrong there goes wrong here. */
  void await() {
    try {
      last.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while outlines were put together");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error error) { // such as too little memory
        throw error;
      }
      throw new IllegalStateException("putting outlines together failed", e.getCause());
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
