package io.osler.benchmarks;

import io.osler.learn.loss.SoftCrossEntropy;
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
import io.osler.learn.train.Optimiser;
import io.osler.learn.train.Progress;
import io.osler.learn.train.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A training step: forward, loss, backward, AdamW. */
final class Steps {
  private static final int ROUNDS = 7;
  private static final int TRIALS = 4;
  private static final long ENDLESS = 1_000_000;

  /** Steps after which a network's answers are its own and not the noise of its first weights. */
  private static final int LEARNED = 12;

  private Steps() {}

  /** Our side: the training loop's own step on a batch that is always the same. */
  static final class Ours implements AutoCloseable, Batches {
    private final Work work;
    private final Compute compute;
    private final float[] images;
    private final float[] targets;
    private final Network network;
    private final SoftCrossEntropy loss;
    private final Fit fit;

    Ours(Work work, Layout layout, Path weights, Work.Images data) {
      this.work = work;
      compute = new Compute(work.precision(), layout, Work.THREADS);
      images = Arrays.copyOf(data.flat(), work.batch() * work.voxels());
      targets = new float[work.batch() * Work.CLASSES];
      for (int i = 0; i < work.batch(); i++) {
        targets[i * Work.CLASSES + data.classes()[i]] = 1;
      }
      network = work.network(weights);
      float[] even = new float[Work.CLASSES];
      Arrays.fill(even, 1);
      loss = new SoftCrossEntropy(network.weights().hold(Tensors.of(even, even.length)));
      var course =
          new Course(
              ENDLESS,
              new Optimiser.AdamW(1e-4, 0.9, 0.999, 0.05),
              new Schedule.Constant(),
              0,
              0,
              ENDLESS,
              0);
      fit =
          new Fit(
              network,
              batch -> loss.of(network.forward(batch.image()), batch.truth()),
              course,
              compute,
              1,
              _ -> 1);
    }

    @Override
    public Batch at(long step) {
      return new Batch(
          compute.layout().lay(Tensors.of(images, work.shape(work.batch()))),
          Tensors.of(targets, work.batch(), Work.CLASSES));
    }

    Compute compute() {
      return compute;
    }

    String way() {
      return compute.layout().name();
    }

    void run(Batches batches, int steps) {
      compute.begin();
      for (int i = 0; i < steps; i++) {
        fit.step(batches, Progress.silent());
      }
    }

    private Timing run(int steps) {
      return Timing.of(ProcessHandle.current(), () -> run(this, steps));
    }

    @Override
    public void close() {
      fit.close();
      network.weights().close();
    }
  }

  /**
   * Writes what both sides start from: {@code n} images, and weights after a few steps. A network
   * with fresh weights, normalised by its batch, hardly tells images apart, and magnifies a last
   * bit of float32 statistics to percents of its outputs in bfloat16: PyTorch's two memory layouts
   * then differ by 1.6e-2, and agreement to 1e-2 says nothing about either side.
   */
  static Work.Images learned(Work work, Path weights, Path data, int n) throws IOException {
    Work.Images images = work.write(weights, data, n);
    try (Ours ours = new Ours(work, Layout.CHANNELS_FIRST, weights, images)) {
      ours.run(ours, LEARNED);
      Safetensors.write(weights, ours.network.weights().state(), Map.of());
    }
    return images;
  }

  /** As the planner does: every layout is tried, in turns, and the faster one is used. */
  static Ours fastest(Work work, Path weights, Work.Images data) {
    List<Ours> ways = new ArrayList<>();
    for (Layout layout : Layout.values()) {
      Ours one = new Ours(work, layout, weights, data);
      one.run(1);
      ways.add(one);
    }
    double[] seconds = new double[ways.size()];
    Arrays.fill(seconds, Double.POSITIVE_INFINITY);
    for (int trial = 0; trial < TRIALS; trial++) {
      for (int way = 0; way < seconds.length; way++) {
        seconds[way] = Math.min(seconds[way], ways.get(way).run(1).wall());
      }
    }
    int best = seconds[0] <= seconds[1] ? 0 : 1;
    ways.get(1 - best).close();
    return ways.get(best);
  }

  /** Against eager PyTorch, at every precision. */
  static Benchmark eager(Function<Precision, Work> work) {
    return place -> rows(place, "step", work);
  }

  /** Against {@code torch.compile}, at every precision. */
  static Benchmark compiled(Function<Precision, Work> work) {
    return place -> rows(place, "compile", work);
  }

  private static List<Comparison> rows(Place place, String kind, Function<Precision, Work> work)
      throws IOException {
    List<Comparison> rows = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      rows.add(compare(place, work.apply(precision), kind));
    }
    return rows;
  }

  private static Comparison compare(Place place, Work work, String kind) throws IOException {
    String name = "%s-%dd %s".formatted(kind, work.dims(), work.precisionName());
    Path weights = place.scratch().resolve("weights.safetensors");
    Path data = place.scratch().resolve("data.safetensors");
    try (var _ = new TensorScope()) {
      Work.Images images = learned(work, weights, data, work.batch());
      try (Peer peer = work.peer(place, kind, weights, data);
          Ours ours = fastest(work, weights, images)) {
        double difference =
            Comparison.difference(
                name,
                work.outputs(weights, images),
                peer.outputs(place.scratch().resolve("outputs")),
                work.tolerance());
        Side side = Side.here(ours.way(), () -> ours.run(ours, work.steps()));
        return Comparison.alternating(
            name, side, peer, place.rounds(ROUNDS), work.steps(), difference);
      }
    }
  }
}
