package io.osler.learn.train;

import io.osler.core.config.InputException;
import io.osler.learn.net.Network;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.TensorScope;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The one training loop: draw a batch, make its objective smaller, look at held-out cases now and
 * then, keep a checkpoint. Every task passes its parts in.
 *
 * <p>Same parts, seed and thread count give the same bytes, with or without an interruption. Two
 * networks in play (a generator and its critic) are two fits whose {@link #step} alternate.
 */
public final class Fit implements AutoCloseable {
  private final Network network;
  private final Objective objective;
  private final Course course;
  private final Compute compute;
  private final long seed;
  private final FlatWeights flat;
  private final Descent descent;
  private long step;
  private double best = Double.NEGATIVE_INFINITY;
  private int worse;

  /**
   * @param rates learning-rate factor of each parameter by name; 0 freezes it
   */
  public Fit(
      Network network,
      Objective objective,
      Course course,
      Compute compute,
      long seed,
      ToDoubleFunction<String> rates) {
    this.network = network;
    this.objective = objective;
    this.course = course;
    this.compute = compute;
    this.seed = seed;
    network
        .weights()
        .parameters()
        .forEach((name, tensor) -> tensor.set_requires_grad(rates.applyAsDouble(name) > 0));
    flat = new FlatWeights(network.weights(), compute.layout(), rates);
    descent = new Descent(flat, course.optimiser(), course.clip(), course.averaging(), keepsBest());
  }

  private boolean keepsBest() {
    return course.patience() > 0;
  }

  /**
   * Trains to the last step, or until the validation metric has not risen for the course's
   * patience. Afterwards the network holds the averaged (or best) weights, in evaluation mode.
   *
   * @param validation called with the averaged weights in place, in evaluation mode
   * @return steps done
   */
  public long run(
      Batches batches,
      Supplier<Progress.Validation> validation,
      Checkpoints checkpoints,
      Progress progress)
      throws IOException {
    compute.begin();
    checkpoints.read(descent.state()).ifPresent(this::resume);
    progress.begins(step);
    while (step < course.steps() && !stopped()) {
      step(batches, progress);
      if (step % course.validateEvery() == 0 || step == course.steps()) {
        validate(validation, progress);
      }
      if (checkpoints.due(step == course.steps())) {
        checkpoints.write(descent.state(), new Checkpoints.Position(step, best, worse));
      }
    }
    if (keepsBest()) {
      descent.restoreBest();
    } else {
      descent.swapAverage();
    }
    network.weights().training(false);
    return step;
  }

  /** One update, for callers that alternate several fits. */
  public void step(Batches batches, Progress progress) {
    network.weights().training(true);
    // Dropout draws from libtorch's generator: seeded per step, a resumed run draws the same.
    torch.manual_seed(seed * 1_000_003L + step);
    try (var _ = new TensorScope()) {
      Batch batch = batches.at(step);
      Tensor loss = compute.precision().run(() -> objective.of(batch));
      double value = loss.item_double();
      if (!Double.isFinite(value)) {
        throw new InputException(
            "The loss is not finite at step " + step + ".",
            "a learning rate that is too high, or images with NaN or extreme values.",
            "lower 'learning-rate' in the plan, or look at the images with 'osler fingerprint'.");
      }
      loss.backward();
      double factor = course.schedule().factor(step, course.steps());
      double norm = descent.step(factor, step);
      step++;
      progress.step(
          new Progress.Moment(
              step,
              course.steps(),
              factor * course.optimiser().learningRate(),
              norm,
              (int) batch.image().size(0)),
          value);
    }
  }

  private void validate(Supplier<Progress.Validation> validation, Progress progress) {
    descent.swapAverage();
    network.weights().training(false);
    Progress.Validation seen;
    try (var _ = new TensorScope();
        var _ = new NoGradGuard()) {
      seen = validation.get();
      if (!Double.isFinite(seen.value())) {
        throw new InputException(
            "The validation metric '%s' is %s at step %d."
                .formatted(seen.metric(), seen.value(), step),
            "the validation cases do not hold every class, or training diverged.",
            "give validation cases of every class, or lower 'learning-rate' in the plan.");
      }
      if (seen.value() > best) {
        best = seen.value();
        worse = 0;
        descent.rememberBest();
      } else {
        worse++;
      }
    } finally {
      descent.swapAverage();
    }
    double rate =
        course.schedule().factor(step - 1, course.steps()) * course.optimiser().learningRate();
    progress.validated(new Progress.Moment(step, course.steps(), rate, 0, 0), seen);
  }

  private boolean stopped() {
    return course.patience() > 0 && worse >= course.patience();
  }

  private void resume(Checkpoints.Position position) {
    step = position.step();
    best = position.best();
    worse = position.worse();
  }

  @Override
  public void close() {
    descent.close();
    flat.close();
  }
}
