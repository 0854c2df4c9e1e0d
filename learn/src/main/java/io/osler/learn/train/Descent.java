package io.osler.learn.train;

import static io.osler.learn.tensor.Tensors.scalar;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import io.osler.core.config.InputException;
import io.osler.learn.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** An optimiser in motion over one weight vector: its moments, its clipping, its average. */
final class Descent implements AutoCloseable {
  /** Before the names of the network's counters in a checkpoint. */
  private static final String COUNTER = "counter.";

  private final FlatWeights weights;
  private final Optimiser optimiser;
  private final double clip;
  private final double averaging;
  private final SequencedMap<String, Tensor> state = new LinkedHashMap<>();
  private final List<Tensor> own = new ArrayList<>();
  private final FusedUpdate update = new FusedUpdate();
  private final Tensor first;
  private final Tensor second;
  private final Tensor average;
  private final Tensor averageStatistics;
  private final Tensor best;
  private final Tensor bestStatistics;

  /**
   * @param clip largest gradient norm; 0 does not clip
   * @param averaging decay of the exponential moving average of the weights; 0 keeps none
   * @param keepsBest whether {@link #rememberBest} will be called
   */
  Descent(
      FlatWeights weights, Optimiser optimiser, double clip, double averaging, boolean keepsBest) {
    this.weights = weights;
    this.optimiser = optimiser;
    this.clip = clip;
    this.averaging = averaging;
    first = keep("first-moment", weights.values);
    second = optimiser instanceof Optimiser.AdamW ? keep("second-moment", weights.values) : first;
    average = averaging > 0 ? keep("average", weights.values) : weights.values;
    averageStatistics =
        averaging > 0 ? keep("average-statistics", weights.statistics) : weights.statistics;
    best = keepsBest ? keep("best", weights.values) : weights.values;
    bestStatistics = keepsBest ? keep("best-statistics", weights.statistics) : weights.statistics;
    state.put("weights", weights.values);
    state.put("statistics", weights.statistics);
    weights.counters.forEach((name, tensor) -> state.put(COUNTER + name, tensor));
    try (var _ = new TensorScope();
        var _ = new NoGradGuard()) {
      if (averaging > 0) {
        average.copy_(weights.values);
        averageStatistics.copy_(weights.statistics);
      }
    }
  }

  private Tensor keep(String name, Tensor like) {
    try (var _ = new TensorScope()) {
      Tensor tensor = zeros_like(like);
      tensor.retainReference();
      own.add(tensor);
      state.put(name, tensor);
      return tensor;
    }
  }

  /**
   * One update with the gradients that {@code backward} left behind.
   *
   * @param factor the schedule's factor on the learning rate
   * @param step counted from 0
   * @return the gradient norm before clipping
   */
  double step(double factor, long step) {
    try (var _ = new TensorScope();
        var _ = new NoGradGuard()) {
      double norm = norm();
      if (!Double.isFinite(norm)) {
        throw new InputException(
            "The gradient is not finite at step " + step + ".",
            "a learning rate that is too high, or images with extreme values.",
            "lower 'learning-rate' in the plan, or look at the images with 'osler fingerprint'.");
      }
      double shrink = clip > 0 && norm > clip ? norm / clip : 1;
      for (FlatWeights.Group group : weights.groups()) {
        var touched = group.slices().stream().filter(one -> one.parameter().grad().defined());
        List<FlatWeights.Slice> slices = touched.toList();
        if (group.rate() > 0 && !slices.isEmpty()) {
          double rate = optimiser.learningRate() * group.rate() * factor;
          double decay = group.decays() ? optimiser.weightDecay() : 0;
          update.step(
              optimiser, moved(slices), new FusedUpdate.Pace(rate, decay, step + 1, shrink));
        }
        slices.forEach(one -> one.parameter().mutable_grad().put(new Tensor()));
      }
      if (averaging > 0) {
        // The average warms up, so that early random weights are soon forgotten.
        double decay = Math.min(averaging, (1.0 + step) / (10.0 + step));
        average.lerp_(weights.values, scalar(1 - decay));
        averageStatistics.lerp_(weights.statistics, scalar(1 - decay));
      }
      return norm;
    }
  }

  /** The Euclidean norm of all gradients. */
  private double norm() {
    double squares = 0;
    for (FlatWeights.Group group : weights.groups()) {
      for (FlatWeights.Slice slice : group.slices()) {
        Tensor gradient = slice.parameter().grad();
        if (gradient.defined()) {
          double one = gradient.norm().item_double();
          squares += one * one;
        }
      }
    }
    return Math.sqrt(squares);
  }

  private FusedUpdate.Moved moved(List<FlatWeights.Slice> slices) {
    return new FusedUpdate.Moved(
        slices.stream().map(one -> one.of(weights.values)).toList(),
        slices.stream().map(one -> one.parameter().grad()).toList(),
        slices.stream().map(one -> one.of(first)).toList(),
        slices.stream().map(one -> one.of(second)).toList());
  }

  /** Puts the averaged weights into the network and the live ones into the average's place. */
  void swapAverage() {
    if (averaging == 0) {
      return;
    }
    try (var _ = new TensorScope();
        var _ = new NoGradGuard()) {
      swap(average, weights.values);
      swap(averageStatistics, weights.statistics);
    }
  }

  /** Copies what is in the network now. */
  void rememberBest() {
    if (best == weights.values) {
      return;
    }
    try (var _ = new TensorScope();
        var _ = new NoGradGuard()) {
      best.copy_(weights.values);
      bestStatistics.copy_(weights.statistics);
    }
  }

  /** Puts what was remembered back into the network. */
  void restoreBest() {
    try (var _ = new TensorScope();
        var _ = new NoGradGuard()) {
      weights.values.copy_(best);
      weights.statistics.copy_(bestStatistics);
    }
  }

  private static void swap(Tensor a, Tensor b) {
    Tensor copy = a.clone();
    a.copy_(b);
    b.copy_(copy);
  }

  /** All that a checkpoint must hold, by name; writing into these tensors restores it. */
  SequencedMap<String, Tensor> state() {
    return state;
  }

  @Override
  public void close() {
    own.forEach(Tensor::releaseReference);
    own.clear();
    update.close();
  }
}
