package io.osler.learn.task;

import io.osler.core.config.InputException;
import io.osler.learn.net.Network;
import io.osler.learn.plan.Donor;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Plans;
import io.osler.learn.plan.Pretrained;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * A network at the start of training: fresh, or from pretrained weights with a new head.
 *
 * @param rate learning-rate factor of a parameter by name: what is new learns fully, what was
 *     pretrained at the body's rate
 */
record Starts(Network network, ToDoubleFunction<String> rate) {
  static Starts of(Plan plan, long seed) {
    Network network = Plans.network(plan, seed);
    if (plan.start().isEmpty()) {
      return new Starts(network, _ -> 1);
    }
    Plan.Start start = plan.start().get();
    Set<String> known = weights(start).fill(network);
    return new Starts(network, name -> known.contains(name) ? start.bodyRate() : 1);
  }

  /**
   * Of a segmentation: weights of another one, taken over by name.
   *
   * @param number of the network in its ensemble
   */
  static Starts of(Plan plan, int number, long seed) {
    Network network = Plans.network(plan, seed);
    if (plan.start().isEmpty()) {
      return new Starts(network, _ -> 1);
    }
    Plan.Start start = plan.start().get();
    Set<String> known = Set.copyOf(Donor.fill(start, network, number).loaded());
    return new Starts(network, name -> known.contains(name) ? start.bodyRate() : 1);
  }

  private static Pretrained weights(Plan.Start start) {
    Pretrained weights = Pretrained.of(Path.of(start.file()));
    if (!weights.sha256().equals(start.sha256())) {
      throw new InputException(
          "%s is not the file that the plan was made with (SHA-256 %s)."
              .formatted(start.file(), weights.sha256()),
          "another version of the weights.",
          "make the plan again with --weights, or give the original file.");
    }
    return weights;
  }
}
