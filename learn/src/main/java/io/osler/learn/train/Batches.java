package io.osler.learn.train;

/**
 * The batch of each step. A pure function of the step: resuming at a step gives the batch that an
 * uninterrupted run had there, whatever the number of loading threads.
 */
public interface Batches extends AutoCloseable {
  /** Called with rising steps, inside the step's tensor scope. */
  Batch at(long step);

  @Override
  void close();
}
