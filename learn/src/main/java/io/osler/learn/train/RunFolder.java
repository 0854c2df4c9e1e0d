package io.osler.learn.train;

import io.osler.core.config.InputException;
import io.osler.learn.tensor.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * Checkpoints in a folder, one file replaced atomically: at most {@code seconds} of work are lost.
 *
 * @param identity of plan, data, seed and member: another run's checkpoint is refused
 */
public final class RunFolder implements Checkpoints {
  private static final String NAME = "checkpoint.safetensors";

  private final Path file;
  private final String identity;
  private final double seconds;
  private long written = System.nanoTime();

  public RunFolder(Path folder, String identity, double seconds) {
    this.file = folder.resolve(NAME);
    this.identity = identity;
    this.seconds = seconds;
  }

  /** Whether a checkpoint lies in {@code folder} or below. */
  public static boolean begun(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      return inside.anyMatch(path -> path.endsWith(NAME));
    }
  }

  /** The refusal to go on with what another plan, seed or data set left behind. */
  public static InputException foreign(Path there) {
    return new InputException(
        there + " belongs to another run.",
        "the plan, the data or the seed changed since it was written.",
        "give another --out folder, or delete this run's to start again.");
  }

  @Override
  public Optional<Position> read(SequencedMap<String, Tensor> state) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Map<String, String> facts = Safetensors.load(file, state);
    if (!identity.equals(facts.get("identity"))) {
      throw foreign(file);
    }
    return Optional.of(
        new Position(
            Long.parseLong(fact(facts, "step")),
            Double.parseDouble(fact(facts, "best")),
            Integer.parseInt(fact(facts, "worse"))));
  }

  private String fact(Map<String, String> facts, String name) {
    return Optional.ofNullable(facts.get(name))
        .orElseThrow(
            () ->
                new InputException(
                    file + " has no '" + name + "'.",
                    "it is no checkpoint of Osler.",
                    "delete it."));
  }

  @Override
  public boolean due(boolean last) {
    return last || (System.nanoTime() - written) * 1e-9 >= seconds;
  }

  @Override
  public void write(SequencedMap<String, Tensor> state, Position position) throws IOException {
    Safetensors.write(
        file,
        state,
        Map.of(
            "identity", identity,
            "step", Long.toString(position.step()),
            "best", Double.toString(position.best()),
            "worse", Integer.toString(position.worse())));
    written = System.nanoTime();
  }
}
