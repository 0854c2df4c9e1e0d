package io.osler.learn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import io.osler.learn.loss.SoftCrossEntropy;
import io.osler.learn.net.Input;
import io.osler.learn.net.NetSpec;
import io.osler.learn.net.Network;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.Layout;
import io.osler.learn.tensor.Precision;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitTest {
  private static final int STEPS = 30;
  private static final Compute ONE = Compute.plain(1);

  @TempDir Path folder;

  /** What a killed process looks like from inside. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Course course(int patience) {
    return new Course(
        STEPS,
        new Optimiser.AdamW(0.01, 0.9, 0.99, 0.05),
        new Schedule.Cosine(0.1),
        1.0,
        0.9,
        5,
        patience);
  }

  private static Supplier<Progress.Validation> scores(double... values) {
    int[] next = {0};
    return () -> new Progress.Validation(0, "made-up", values[next[0]++ % values.length]);
  }

  private static Map<String, float[]> train(Course course, Compute compute) throws IOException {
    return train(course, compute, Checkpoints.none(), Progress.silent(), scores(0.5), _ -> 1);
  }

  private static Map<String, float[]> train(
      Course course,
      Compute compute,
      Checkpoints checkpoints,
      Progress progress,
      Supplier<Progress.Validation> validation,
      ToDoubleFunction<String> rates)
      throws IOException {
    Toy toy = Toy.made(3);
    try (var fit = toy.fit(course, compute, rates)) {
      fit.run(Toy.batches(), validation, checkpoints, progress);
    }
    return toy.state();
  }

  private static Progress killer(int atStep) {
    return new Progress() {
      @Override
      public void step(Moment moment, double loss) {
        if (moment.step() == atStep) {
          throw new Killed();
        }
      }

      @Override
      public void validated(Moment moment, Validation validation) {}
    };
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherDoesNot() throws IOException {
    for (Compute compute :
        List.of(
            ONE,
            new Compute(Precision.FLOAT32, Layout.CHANNELS_LAST, 1),
            new Compute(Precision.BFLOAT16, Layout.CHANNELS_FIRST, 1))) {
      assertSame(train(course(0), compute), train(course(0), compute));
    }
    Toy other = Toy.made(4);
    try (var fit = other.fit(course(0), ONE, _ -> 1)) {
      fit.run(Toy.batches(), scores(0.5), Checkpoints.none(), Progress.silent());
    }
    assertThat(other.state().get("head.weight"))
        .isNotEqualTo(train(course(0), ONE).get("head.weight"));
  }

  @Test
  void trainingLowersTheLoss() throws IOException {
    List<Double> losses = new ArrayList<>();
    var hear =
        new Progress() {
          @Override
          public void step(Moment moment, double loss) {
            losses.add(loss);
          }

          @Override
          public void validated(Moment moment, Validation validation) {}
        };
    Course longer =
        new Course(
            300,
            new Optimiser.AdamW(0.03, 0.9, 0.99, 0.05),
            new Schedule.Cosine(0.1),
            1.0,
            0.9,
            300,
            0);
    train(longer, ONE, Checkpoints.none(), hear, scores(0.5), _ -> 1);
    assertThat(mean(losses.subList(270, 300))).isLessThan(0.5 * mean(losses.subList(0, 30)));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElseThrow();
  }

  /**
   * Fully connected networks only: the weight gradient of a convolution is a sum over the batch
   * that its kernel divides among the threads, so its last bits depend on their number.
   */
  @Test
  void fullyConnectedNetworksLearnTheSameBytesOnOneThreadAndTwo() throws IOException {
    assertSame(mlp(1), mlp(2));
  }

  private static Map<String, float[]> mlp(int threads) throws IOException {
    Network network =
        new NetSpec.Mlp(List.of(64, 32), 0.2)
            .build(new Input(1, List.of(Toy.SIDE, Toy.SIDE), 2), 3);
    var loss = new SoftCrossEntropy(Tensors.of(new float[] {1, 1}, 2));
    try (var fit =
        new Fit(
            network,
            b -> loss.of(network.forward(b.image()), b.truth()),
            course(0),
            Compute.plain(threads),
            7,
            _ -> 1)) {
      fit.run(Toy.batches(), scores(0.5), Checkpoints.none(), Progress.silent());
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    network.weights().state().forEach((name, tensor) -> values.put(name, Tensors.floats(tensor)));
    return values;
  }

  @Test
  void predictionsAreTheSameBytesOnOneThreadAndTwo() {
    float[][] logits = new float[2][];
    for (int threads = 1; threads <= 2; threads++) {
      Compute.plain(threads).begin();
      try (var _ = new TensorScope();
          var _ = new NoGradGuard()) {
        logits[threads - 1] = Tensors.floats(Toy.made(3).forward(Toy.batches().at(0).image()));
      }
    }
    assertThat(logits[0]).isEqualTo(logits[1]);
  }

  @Test
  void theAverageCoversRunningStatisticsToo() throws IOException {
    Toy toy = Toy.made(3);
    List<float[]> live = new ArrayList<>();
    Progress hear =
        new Progress() {
          @Override
          public void step(Moment moment, double loss) {
            live.add(Objects.requireNonNull(toy.state().get("norm.running_var")));
          }

          @Override
          public void validated(Moment moment, Validation validation) {}
        };
    try (var fit = toy.fit(course(0), ONE, _ -> 1)) {
      fit.run(Toy.batches(), scores(0.5), Checkpoints.none(), hear);
    }
    double[] average = {1, 1, 1, 1};
    for (int step = 0; step < STEPS; step++) {
      double keep = Math.min(0.9, (1.0 + step) / (10.0 + step));
      for (int i = 0; i < 4; i++) {
        average[i] = keep * average[i] + (1 - keep) * live.get(step)[i];
      }
    }
    float[] kept = Objects.requireNonNull(toy.state().get("norm.running_var"));
    for (int i = 0; i < 4; i++) {
      assertThat((double) kept[i]).isCloseTo(average[i], within(1e-5));
    }
  }

  @Test
  void aKilledRunThatResumesGivesTheSameBytesWhereverItWasKilled() throws IOException {
    for (int patience : new int[] {0, 100}) {
      double[] values = {0.5, 0.7, 0.6, 0.8, 0.4, 0.3};
      Map<String, float[]> whole =
          train(
              course(patience), ONE, Checkpoints.none(), Progress.silent(), scores(values), _ -> 1);
      for (int at : new int[] {1, 2, 5, 6, 17, 29, 30}) {
        Path run = Files.createDirectories(folder.resolve(patience + "-" + at));
        int seen = (at - 1) / 5;
        assertThatThrownBy(
                () -> train(course(patience), ONE, every(run), killer(at), scores(values), _ -> 1))
            .isInstanceOf(Killed.class);
        double[] rest = java.util.Arrays.copyOfRange(values, seen, 6);
        Map<String, float[]> resumed =
            train(course(patience), ONE, every(run), Progress.silent(), scores(rest), _ -> 1);
        assertSame(resumed, whole);
        // Once more, from the last checkpoint, which stands after the last step.
        assertSame(
            train(course(patience), ONE, every(run), killer(0), scores(Double.NaN), _ -> 1), whole);
      }
    }
  }

  private static RunFolder every(Path run) {
    return new RunFolder(run, "toy", 0);
  }

  @Test
  void anotherRunsCheckpointIsRefusedAndADamagedOneToo() throws IOException {
    train(course(0), ONE, every(folder), Progress.silent(), scores(0.5), _ -> 1);
    assertThatThrownBy(
            () ->
                train(
                    course(0),
                    ONE,
                    new RunFolder(folder, "other", 0),
                    Progress.silent(),
                    scores(0.5),
                    _ -> 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("belongs to another run");
    Path file = folder.resolve("checkpoint.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 5, 100, bytes.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(bytes, length));
      assertThatThrownBy(
              () -> train(course(0), ONE, every(folder), Progress.silent(), scores(0.5), _ -> 1))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("checkpoint.safetensors");
    }
  }

  @Test
  void trainingStopsEarlyAndKeepsTheBestWeights() throws IOException {
    Toy toy = Toy.made(3);
    List<Map<String, float[]>> seen = new ArrayList<>();
    double[] values = {0.5, 0.7, 0.6, 0.65, 0.9, 0.9};
    long steps;
    try (var fit = toy.fit(course(2), ONE, _ -> 1)) {
      steps =
          fit.run(
              Toy.batches(),
              () -> {
                seen.add(toy.state());
                return new Progress.Validation(0, "made-up", values[seen.size() - 1]);
              },
              Checkpoints.none(),
              Progress.silent());
    }
    assertThat(steps).isEqualTo(20);
    assertThat(seen).hasSize(4);
    Map<String, float[]> kept = toy.state();
    kept.remove("norm.num_batches_tracked");
    seen.get(1).remove("norm.num_batches_tracked");
    assertSame(kept, seen.get(1));
  }

  @Test
  void frozenLayersKeepEveryBitTheirStatisticsIncluded() throws IOException {
    Map<String, float[]> start = Toy.made(3).state();
    Map<String, float[]> end =
        train(
            course(0),
            ONE,
            Checkpoints.none(),
            Progress.silent(),
            scores(0.5),
            name -> name.startsWith("head") ? 1 : 0);
    for (String name : start.keySet()) {
      if (name.startsWith("head")) {
        assertThat(end.get(name)).as(name).isNotEqualTo(start.get(name));
      } else {
        assertThat(end.get(name)).as(name).isEqualTo(start.get(name));
      }
    }
  }

  @Test
  void layerWiseRatesScaleTheStep() throws IOException {
    Course once =
        new Course(1, new Optimiser.Sgd(0.1, 0, false, 0), new Schedule.Constant(), 0, 0, 1, 0);
    Map<String, float[]> start = Toy.made(3).state();
    Map<String, float[]> full =
        train(once, ONE, Checkpoints.none(), Progress.silent(), scores(0.5), _ -> 1);
    Map<String, float[]> tenth =
        train(
            once,
            ONE,
            Checkpoints.none(),
            Progress.silent(),
            scores(0.5),
            name -> name.startsWith("conv") ? 0.1 : 1);
    assertThat(tenth.get("head.weight")).isEqualTo(full.get("head.weight"));
    float[] from = Objects.requireNonNull(start.get("conv.weight"));
    float[] whole = Objects.requireNonNull(full.get("conv.weight"));
    float[] little = Objects.requireNonNull(tenth.get("conv.weight"));
    double moved = 0;
    for (int i = 0; i < from.length; i++) {
      assertThat((double) little[i] - from[i]).isCloseTo(0.1 * (whole[i] - from[i]), within(1e-7));
      moved = Math.max(moved, Math.abs(whole[i] - from[i]));
    }
    assertThat(moved).isGreaterThan(1e-4);
  }

  @Test
  void aLossOrGradientThatIsNoNumberEndsInOneMessage() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      Toy toy = Toy.made(3);
      Batches poisoned =
          new Batches() {
            @Override
            public Batch at(long step) {
              float[] images = new float[Toy.BATCH * Toy.SIDE * Toy.SIDE];
              images[17] = step == 3 ? bad : 0;
              return new Batch(
                  Tensors.of(images, Toy.BATCH, 1, Toy.SIDE, Toy.SIDE),
                  Toy.batches().at(step).truth());
            }

            @Override
            public void close() {}
          };
      try (var fit = toy.fit(course(0), ONE, _ -> 1)) {
        assertThatThrownBy(
                () -> fit.run(poisoned, scores(0.5), Checkpoints.none(), Progress.silent()))
            .isInstanceOf(InputException.class)
            .hasMessageContaining("not finite at step 3")
            .hasMessageContaining("learning-rate");
      }
    }
  }

  @Test
  void aValidationMetricThatIsNoNumberIsRefused() {
    assertThatThrownBy(
            () ->
                train(
                    course(0),
                    ONE,
                    Checkpoints.none(),
                    Progress.silent(),
                    scores(Double.NaN),
                    _ -> 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'made-up' is NaN at step 5");
  }

  private static void assertSame(Map<String, float[]> one, Map<String, float[]> other) {
    assertThat(one.keySet()).isEqualTo(other.keySet());
    one.forEach((name, values) -> assertThat(values).as(name).isEqualTo(other.get(name)));
  }
}
