package io.osler.learn.train;

import java.io.IOException;
import java.util.Optional;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/** Where a fit keeps its state, so that {@code kill -9} at any moment loses little and no bit. */
public interface Checkpoints {
  /** Between two steps: how many are done, the best validation metric, and looks since then. */
  record Position(long step, double best, int worse) {}

  /** Restores the tensors of {@code state} in place, if there is something to restore. */
  Optional<Position> read(SequencedMap<String, Tensor> state) throws IOException;

  /** Whether to write now; may look at the clock, since when it is written changes no result. */
  boolean due(boolean last);

  void write(SequencedMap<String, Tensor> state, Position position) throws IOException;

  /** Keeps nothing. */
  static Checkpoints none() {
    return new Checkpoints() {
      @Override
      public Optional<Position> read(SequencedMap<String, Tensor> state) {
        return Optional.empty();
      }

      @Override
      public boolean due(boolean last) {
        return false;
      }

      @Override
      public void write(SequencedMap<String, Tensor> state, Position position) {}
    };
  }
}
