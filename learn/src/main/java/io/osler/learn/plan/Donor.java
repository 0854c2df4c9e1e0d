package io.osler.learn.plan;

import io.osler.core.config.InputException;
import io.osler.learn.net.Network;
import io.osler.learn.tensor.Hashes;
import io.osler.learn.tensor.Safetensors;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Transfer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Another segmentation's weights to begin with, taken over by name: what has another shape, such as
 * the heads for other structures, starts fresh.
 *
 * @param file safetensors, of a bundle or plain
 * @param plan of the bundle: its network, patch and spacing are taken over
 */
public record Donor(String file, String sha256, Optional<Plan> plan) {
  /** Less than this share of a network's tensors is another network. */
  private static final double LEAST = 0.5;

  private static final Pattern NUMBERED = Pattern.compile("(\\d+)\\..*");

  /** A plain file of weights for the network that will be planned. */
  public static Donor of(Path file) {
    return new Donor(file.toString(), Hashes.sha256(file), Optional.empty());
  }

  public Plan.Start start() {
    return new Plan.Start(file, sha256, 0.1);
  }

  /** The plan from these weights on; says what of them fits. */
  Plan begin(Plan plan, BiConsumer<String, String> because) {
    Network network = Plans.network(plan, 1);
    try (var _ = network.weights()) {
      Transfer met = fill(Path.of(file), network, 0);
      int all = network.weights().state().size();
      because.accept(
          "start",
          "%d of %d tensors are taken over by name; %s"
              .formatted(
                  met.loaded().size(),
                  all,
                  met.loaded().size() == all
                      ? "nothing starts fresh"
                      : "fresh ones: " + met.summary()));
    }
    return plan.with(start());
  }

  /** As {@link #fill}, for the weights that a plan starts from; another file is refused. */
  public static Transfer fill(Plan.Start start, Network network, int number) {
    Path file = Path.of(start.file());
    String hash = Hashes.sha256(file);
    if (!hash.equals(start.sha256())) {
      throw new InputException(
          "%s is not the file that the plan was made with (SHA-256 %s)."
              .formatted(start.file(), hash),
          "another version of the weights.",
          "make the plan again with --weights, or give the original file.");
    }
    return fill(file, network, number);
  }

  /**
   * Fills what fits and says what did not.
   *
   * @param number of the network in its ensemble: each starts from another one of the file's, as
   *     far as there are
   */
  static Transfer fill(Path file, Network network, int number) {
    try (Safetensors weights = Safetensors.open(file);
        var _ = new TensorScope()) {
      String prefix = prefix(weights.names(), number);
      Transfer transfer = weights.intoMatching(network.weights().state(), prefix);
      int all = network.weights().state().size();
      if (transfer.loaded().size() < LEAST * all) {
        throw new InputException(
            "%s does not fit the network: only %d of %d tensors have their name and shape (%s)."
                .formatted(file, transfer.loaded().size(), all, transfer.summary()),
            "it was saved from another architecture.",
            "give the whole bundle, whose network is then taken over, or leave --weights out.");
      }
      return transfer;
    }
  }

  /** A bundle numbers its networks; a plain file does not. */
  private static String prefix(Set<String> names, int number) {
    List<Integer> numbers = new ArrayList<>();
    for (String name : names) {
      var match = NUMBERED.matcher(name);
      if (match.matches() && match.group(1).length() < 6) {
        int n = Integer.parseInt(match.group(1));
        if (!numbers.contains(n)) {
          numbers.add(n);
        }
      }
    }
    numbers.sort(null);
    return numbers.isEmpty() ? "" : numbers.get(number % numbers.size()) + ".";
  }
}
