package io.osler.benchmarks;

import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Axis;
import io.osler.core.transform.Border;
import io.osler.core.transform.Normalise;
import io.osler.core.transform.RandomAffine;
import io.osler.core.transform.RandomBrightness;
import io.osler.core.transform.RandomContrast;
import io.osler.core.transform.RandomFlip;
import io.osler.core.transform.RandomGamma;
import io.osler.core.volume.Case;
import io.osler.learn.task.ImageBatches;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.train.Sampling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A whole epoch: every image drawn once in a new order, turned, scaled, shifted, mirrored, its
 * gamma, brightness and contrast changed, normalised, and learned from.
 */
final class Epochs {
  private static final int BATCHES = 8;
  private static final int ROUNDS = 5;

  private Epochs() {}

  static Benchmark of(Work work) {
    return place -> List.of(compare(place, work));
  }

  private static Comparison compare(Place place, Work work) throws IOException {
    String name = "epoch-%dd %s".formatted(work.dims(), work.precisionName());
    Path weights = place.scratch().resolve("weights.safetensors");
    Path data = place.scratch().resolve("data.safetensors");
    try (var _ = new TensorScope()) {
      Work.Images images = Steps.learned(work, weights, data, BATCHES * work.batch());
      try (Peer peer = work.peer(place, "epoch", weights, data);
          Steps.Ours ours = Steps.fastest(work, weights, images);
          var batches = new ImageBatches(recipe(work, images), ours.compute().layout(), 1)) {
        double difference =
            Comparison.difference(
                name,
                work.outputs(weights, images),
                peer.outputs(place.scratch().resolve("outputs")),
                work.tolerance());
        Side side = Side.here(ours.way() + ", 1 loader", () -> ours.run(batches, BATCHES));
        return Comparison.alternating(name, side, peer, place.rounds(ROUNDS), 1, difference);
      }
    }
  }

  private static ImageBatches.Recipe recipe(Work work, Work.Images images) {
    List<Case> cases = images.cases(work.size());
    return new ImageBatches.Recipe(
        cases::get,
        images.targets(),
        images.classes(),
        augment(work.dims()),
        new Normalise(List.of(128.0), List.of(64.0)),
        new Sampling.Natural(),
        0,
        work.batch(),
        work.size(),
        1,
        7);
  }

  /** What the planner gives grey images; {@code peers/epochs.py} says the same for the peer. */
  private static List<Augmentation> augment(int dims) {
    List<Axis> axes = dims == 2 ? List.of(Axis.I) : List.of(Axis.I, Axis.J, Axis.K);
    return List.of(
        new RandomFlip(axes, 0.5),
        new RandomAffine(15, dims == 2 ? 0 : 15, 0.85, 1.18, 0.08, Border.EDGE),
        new RandomGamma(0.7, 1.4),
        new RandomBrightness(0.8, 1.25),
        new RandomContrast(0.75, 1.33));
  }
}
