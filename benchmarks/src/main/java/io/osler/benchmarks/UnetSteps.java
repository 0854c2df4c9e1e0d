package io.osler.benchmarks;

import io.osler.learn.loss.DiceCrossEntropy;
import io.osler.learn.net.AuxiliaryHeads;
import io.osler.learn.net.Network;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.Layout;
import io.osler.learn.tensor.Precision;
import io.osler.learn.tensor.Safetensors;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import io.osler.learn.train.Batch;
import io.osler.learn.train.Batches;
import io.osler.learn.train.Course;
import io.osler.learn.train.Fit;
import io.osler.learn.train.Heads;
import io.osler.learn.train.Optimiser;
import io.osler.learn.train.Progress;
import io.osler.learn.train.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A training step of the 3-D U-Net, 16 and 32 features, 2×40×56×40: forward, Dice and cross-entropy
 * with deep supervision, backward, Nesterov.
 */
final class UnetSteps implements Benchmark {
  private static final int ROUNDS = 7;
  private static final int STEPS = 3;
  private static final int LEARNED = 30;
  private static final long ENDLESS = 1_000_000;

  private static final class Ours implements AutoCloseable, Batches {
    private final Outlining work;
    private final Compute compute;
    private final float[] images;
    private final float[] labels;
    private final Network network;
    private final Fit fit;

    Ours(Outlining work, Layout layout, Path weights) {
      this.work = work;
      compute = new Compute(work.precision(), layout, Outlining.THREADS);
      images = work.images();
      labels = work.labels(images);
      network = work.network(weights);
      var course =
          new Course(
              ENDLESS,
              new Optimiser.Sgd(1e-2, 0.99, true, 3e-5),
              new Schedule.Constant(),
              12,
              0,
              ENDLESS,
              0);
      fit =
          new Fit(
              network,
              Heads.objective(network, new DiceCrossEntropy(true)),
              course,
              compute,
              1,
              _ -> 1);
    }

    /** Logits of every head before any step. */
    float[] outputs() {
      compute.begin();
      try (var _ = new TensorScope()) {
        Tensor x = at(0).image();
        return Tensors.floats(
            work.precision().run(() -> ((AuxiliaryHeads) network).forwardAll(x)).getFirst());
      }
    }

    @Override
    public Batch at(long step) {
      return new Batch(
          compute.layout().lay(Tensors.of(images, work.shape())), Tensors.of(labels, work.shape()));
    }

    void run(int steps) {
      compute.begin();
      for (int i = 0; i < steps; i++) {
        fit.step(this, Progress.silent());
      }
    }

    double seconds() {
      return Timing.of(ProcessHandle.current(), () -> run(1)).wall();
    }

    @Override
    public void close() {
      fit.close();
      network.weights().close();
    }
  }

  @Override
  public List<Comparison> in(Place place) throws IOException {
    List<Comparison> rows = new ArrayList<>();
    for (int width : new int[] {16, 32}) {
      for (Precision precision : Precision.values()) {
        rows.add(compare(place, new Outlining(width, 2, List.of(40, 56, 40), precision)));
      }
    }
    return rows;
  }

  /**
   * Writes weights after some steps in float32: fresh ones hardly tell voxels apart, and normalised
   * by each image they magnify bfloat16's rounding to percents of their outputs on either side.
   */
  static void learned(Outlining work, Path weights) throws IOException {
    Files.deleteIfExists(weights);
    work.writeWeights(weights);
    Outlining exact = new Outlining(work.width(), work.batch(), work.size(), Precision.FLOAT32);
    try (Ours ours = new Ours(exact, Layout.CHANNELS_FIRST, weights)) {
      ours.run(LEARNED);
      Safetensors.write(weights, ours.network.weights().state(), Map.of());
    }
  }

  static Comparison compare(Place place, Outlining work) throws IOException {
    String name = "step-unet-%d %s".formatted(work.width(), work.precisionName());
    Path weights = place.scratch().resolve("unet.safetensors");
    Path data = place.scratch().resolve("patches.safetensors");
    learned(work, weights);
    work.writeData(data);
    List<String> more = List.of("--work", "step", "--steps", "" + STEPS);
    try (Peer peer = work.peer(place, weights, data, more);
        Ours first = new Ours(work, Layout.CHANNELS_FIRST, weights);
        Ours last = new Ours(work, Layout.CHANNELS_LAST, weights)) {
      double difference =
          Comparison.difference(
              name,
              first.outputs(),
              peer.outputs(place.scratch().resolve("outputs")),
              work.tolerance());
      Ours ours = fastest(first, last);
      Side side = Side.here(ours.compute.layout().name(), () -> ours.run(STEPS));
      return Comparison.alternating(name, side, peer, place.rounds(ROUNDS), STEPS, difference);
    }
  }

  /** As the planner does: both layouts are tried, the faster one is used. */
  private static Ours fastest(Ours... ways) {
    double[] seconds = new double[ways.length];
    for (int i = 0; i < ways.length; i++) {
      ways[i].run(1);
      seconds[i] = Math.min(ways[i].seconds(), ways[i].seconds());
    }
    double least = Arrays.stream(seconds).min().orElseThrow();
    return seconds[0] == least ? ways[0] : ways[1];
  }
}
