package io.osler.learn.task;

import io.osler.learn.net.Network;
import io.osler.learn.train.Fit;
import io.osler.learn.train.Progress;

/**
 * Training steps of a plan's first network, loading and augmentation included, as many as are asked
 * for: to measure them. What is learned is thrown away.
 */
public final class Rehearsal implements AutoCloseable {
  private final Network network;
  private final PatchBatches batches;
  private final Fit fit;
  private final Runnable begin;

  Rehearsal(Network network, PatchBatches batches, Fit fit, Runnable begin) {
    this.network = network;
    this.batches = batches;
    this.fit = fit;
    this.begin = begin;
  }

  public void steps(int count) {
    begin.run();
    for (int step = 0; step < count; step++) {
      fit.step(batches, Progress.silent());
    }
  }

  @Override
  public void close() {
    fit.close();
    batches.close();
    network.weights().close();
  }
}
