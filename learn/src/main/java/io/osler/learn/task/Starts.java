package io.osler.learn.task;

import io.osler.core.config.InputException;
import io.osler.learn.net.Network;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Plans;
import io.osler.learn.tensor.Hashes;
import io.osler.learn.tensor.Safetensors;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Networks at the start of training: fresh, or from pretrained weights with a new head. */
final class Starts {
  private Starts() {}

  static Network network(Plan plan, long seed) {
    Network network = Plans.network(plan, seed);
    plan.start().ifPresent(start -> load(start, network));
    return network;
  }

  private static void load(Plan.Start start, Network network) {
    Path file = Path.of(start.file());
    String sha256 = Hashes.sha256(file);
    if (!sha256.equals(start.sha256())) {
      throw new InputException(
          file + " is not the file that the plan was made with (SHA-256 " + sha256 + ").",
          "another version of the weights.",
          "make the plan again with --weights, or give the original file.");
    }
    try (Safetensors weights = Safetensors.open(file)) {
      weights.intoMatching(network.weights().state());
    }
  }

  /**
   * Learning-rate factor of a parameter: the new head learns fully, the rest at the body's rate.
   */
  static double rate(Plan plan, String name) {
    return plan.start().isEmpty() || head(name) ? 1 : plan.start().get().bodyRate();
  }

  private static boolean head(String name) {
    Set<String> heads = new TreeSet<>(Set.of("fc.", "_fc.", "classifier.", "head."));
    return heads.stream().anyMatch(name::startsWith);
  }
}
