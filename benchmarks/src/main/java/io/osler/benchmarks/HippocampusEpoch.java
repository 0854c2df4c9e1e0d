package io.osler.benchmarks;

import io.osler.core.config.Json;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Options;
import io.osler.learn.net.Network;
import io.osler.learn.net.SegmenterSpec;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Planner;
import io.osler.learn.task.Rehearsal;
import io.osler.learn.task.Segment;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.Layout;
import io.osler.learn.tensor.Precision;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import io.osler.learn.train.Course;
import io.osler.learn.train.Optimiser;
import io.osler.learn.train.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Training on the hippocampus with nnU-Net's own plan for it, patches of 40×56×40 in batches of 7
 * and a U-Net of 32 to 256 features: steps of an epoch with their loading and augmentation, ours
 * from the files on, theirs from what their preprocessing left, against nnunetv2's trainer. The
 * first row is each at the precision it chooses on this CPU and gives the ratio; the second is both
 * in float32.
 *
 * <p>OSLER_DATA names the folder of the example data sets. To try things: OSLER_BENCHMARK_STEPS is
 * how many steps a round has, of one round.
 */
final class HippocampusEpoch implements Benchmark {
  private static final int BATCH = 7;
  private static final int WIDTH = 32;
  private static final int STEPS = 10;
  private static final int ROUNDS = 3;
  private static final long ENDLESS = 1_000_000;
  private static final List<Integer> PATCH = List.of(40, 56, 40);

  @Override
  public double ratio(List<Comparison> rows) {
    return rows.getFirst().ratio();
  }

  @Override
  public List<Comparison> in(Place place) throws IOException {
    Optional<Integer> asked =
        Optional.ofNullable(System.getenv("OSLER_BENCHMARK_STEPS")).map(Integer::valueOf);
    int steps = asked.orElse(STEPS);
    int rounds = asked.isPresent() ? 1 : ROUNDS;
    Path raw = place.scratch().resolve("raw").resolve("Dataset004_Hippocampus");
    copy(Path.of(Optional.ofNullable(System.getenv("OSLER_DATA")).orElse("data")), raw);
    Path weights = place.scratch().resolve("unet.safetensors");
    Path data = place.scratch().resolve("patches.safetensors");
    Outlining work = new Outlining(WIDTH, 1, PATCH, Precision.FLOAT32);
    work.writeWeights(weights);
    work.writeData(data);
    List<String> command =
        List.of(
            place.python(),
            place.peers().resolve("hippocampus.py").toString(),
            "--folder=" + place.scratch(),
            "--weights=" + weights,
            "--data=" + data,
            "--batch=" + BATCH,
            "--steps=" + steps,
            "--threads=" + Outlining.THREADS);
    Plan plan = plan(raw);
    try (Peer peer = new Peer(command);
        Ours plain = new Ours(raw, plan, Precision.FLOAT32);
        Ours half = new Ours(raw, plan, Precision.BFLOAT16)) {
      double difference =
          Comparison.difference(
              "epoch-hippocampus",
              logits(work, weights),
              peer.outputs(place.scratch().resolve("outputs")),
              work.tolerance());
      Ours chosen = half.seconds() < plain.seconds() ? half : plain;
      return List.of(
          Comparison.alternating(
              "as each chooses", chosen.side(steps), peer, rounds, steps, difference),
          Comparison.alternating(
              "both float32", plain.side(steps), peer, rounds, steps, difference));
    }
  }

  private static final class Ours implements AutoCloseable {
    private final Precision precision;
    private final Rehearsal rehearsal;

    Ours(Path raw, Plan plan, Precision precision) {
      this.precision = precision;
      Compute compute = new Compute(precision, Layout.CHANNELS_FIRST, Outlining.THREADS);
      this.rehearsal = new Segment(open(raw), plan.with(compute)).rehearsal();
    }

    /** Of a step, after two that do not count. */
    double seconds() {
      rehearsal.steps(2);
      return Timing.of(ProcessHandle.current(), () -> rehearsal.steps(1)).wall();
    }

    Side side(int steps) {
      return Side.here(precision.name() + ", 1 loader", () -> rehearsal.steps(steps));
    }

    @Override
    public void close() {
      rehearsal.close();
    }
  }

  private static DataSet open(Path raw) {
    return DataSets.open(raw, Options.defaults());
  }

  /** Our plan for these data with nnU-Net's network, patch, batch and optimiser. */
  private static Plan plan(Path raw) {
    Plan ours =
        Planner.plan(
                open(raw),
                new Planner.Wish(600, 0, 7, Outlining.THREADS, Optional.of(5), Optional.empty()))
            .plan();
    Plan.Learning learning =
        new Plan.Learning(
            BATCH, Plan.LossKind.DICE_CROSS_ENTROPY, 0, 0, ours.learning().sampling());
    return new Plan(
        ours.format(),
        ours.labels(),
        new Plan.Input(1, PATCH.get(2), PATCH.get(1), PATCH.get(0)),
        ours.prepare(),
        ours.normalise(),
        ours.augment(),
        new SegmenterSpec.Unet(List.of(WIDTH, 2 * WIDTH, 4 * WIDTH, 8 * WIDTH)),
        Optional.empty(),
        learning,
        new Course(
            ENDLESS,
            new Optimiser.Sgd(1e-2, 0.99, true, 3e-5),
            new Schedule.Constant(),
            12,
            0,
            ENDLESS,
            0),
        ours.members(),
        ours.inference(),
        ours.segmentation(),
        ours.compute(),
        ours.seed());
  }

  private static float[] logits(Outlining work, Path weights) {
    Network network = work.network(weights);
    try (var _ = network.weights();
        var _ = new TensorScope()) {
      network.weights().training(false);
      return Tensors.floats(network.forward(Tensors.of(work.images(), work.shape())));
    }
  }

  /** The cases as nnU-Net wants them: both sides read the same folder. */
  private static void copy(Path data, Path raw) throws IOException {
    Path task = data.resolve("Task04_Hippocampus");
    Files.createDirectories(raw.resolve("imagesTr"));
    Files.createDirectories(raw.resolve("labelsTr"));
    int count = 0;
    try (Stream<Path> listed = Files.list(task.resolve("labelsTr"))) {
      for (Path label : listed.sorted().toList()) {
        String name = String.valueOf(label.getFileName());
        Path image = task.resolve("imagesTr").resolve(name);
        if (name.startsWith("hippocampus") && Files.exists(image)) {
          Files.copy(label, raw.resolve("labelsTr").resolve(name));
          String numbered = name.replace(".nii.gz", "_0000.nii.gz");
          Files.copy(image, raw.resolve("imagesTr").resolve(numbered));
          count++;
        }
      }
    }
    Map<String, Object> set =
        Map.of(
            "channel_names",
            Map.of("0", "MRI"),
            "labels",
            Map.of("background", 0, "Anterior", 1, "Posterior", 2),
            "numTraining",
            count,
            "file_ending",
            ".nii.gz");
    Files.writeString(raw.resolve("dataset.json"), Json.write(set));
  }
}
