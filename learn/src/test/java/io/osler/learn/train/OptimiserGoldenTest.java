package io.osler.learn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.learn.net.Network;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Weights;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Optimisers, schedules, clipping and averaging against PyTorch, on given gradients. */
class OptimiserGoldenTest {
  private static final int STEPS = 12;

  private static final Map<String, Course> COURSES =
      Map.of(
          "adamw",
          course(new Optimiser.AdamW(0.05, 0.9, 0.99, 0.1), new Schedule.Cosine(0.25), 0),
          "adamw-clipped",
          course(new Optimiser.AdamW(0.05, 0.8, 0.999, 0), new Schedule.Poly(0.9), 4.0),
          "sgd",
          course(new Optimiser.Sgd(0.05, 0.9, false, 0.01), new Schedule.Poly(0.9), 0),
          "sgd-nesterov",
          course(new Optimiser.Sgd(0.05, 0.9, true, 0.02), new Schedule.Cosine(0.25), 1.5),
          "sgd-plain",
          course(new Optimiser.Sgd(0.05, 0, false, 0), new Schedule.Constant(), 0));

  private static Course course(Optimiser optimiser, Schedule schedule, double clip) {
    return new Course(STEPS, optimiser, schedule, clip, 0.9, 1, 0);
  }

  /** A layer whose eight values are never used: the objective's gradients are given. */
  private record Bare(Weights weights) implements Network {
    static Bare made() {
      Weights weights = new Weights(1);
      var unused = new Linear(weights, "fc", 3, 2, Init.standard());
      Objects.requireNonNull(unused);
      return new Bare(weights);
    }

    Tensor weight() {
      return Objects.requireNonNull(weights.parameters().get("fc.weight"));
    }

    Tensor bias() {
      return Objects.requireNonNull(weights.parameters().get("fc.bias"));
    }

    float[] values() {
      float[] all = Arrays.copyOf(Tensors.floats(weight()), 8);
      System.arraycopy(Tensors.floats(bias()), 0, all, 6, 2);
      return all;
    }

    @Override
    public Tensor forward(Tensor x) {
      return x;
    }
  }

  private static float[] wave(int from, int count, double scale, double pace, double shift) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (scale * Math.sin(pace * (from + i + 1) + shift));
    }
    return values;
  }

  /** Image and truth carry the gradients of weight and bias. */
  private static Batches gradients() {
    return new Batches() {
      @Override
      public Batch at(long step) {
        return new Batch(
            Tensors.of(wave(0, 6, 2, 0.7, 0.3 * step), 2, 3),
            Tensors.of(wave(6, 2, 2, 0.7, 0.3 * step), 2));
      }

      @Override
      public void close() {}
    };
  }

  private static double[][] golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            OptimiserGoldenTest.class.getResourceAsStream("/golden/train/optimisers.csv"))) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return lines.stream()
          .filter(line -> line.startsWith(name + ","))
          .map(
              line ->
                  Arrays.stream(line.split(",")).skip(1).mapToDouble(Double::parseDouble).toArray())
          .toArray(double[][]::new);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"adamw", "adamw-clipped", "sgd", "sgd-nesterov", "sgd-plain"})
  void everyStepEqualsPyTorch(String name) throws IOException {
    double[][] golden = golden(name);
    assertThat(golden).hasDimensions(STEPS, 19);
    Bare network = Bare.made();
    network.weight().data().copy_(Tensors.of(wave(0, 6, 1, 1, 0), 2, 3));
    network.bias().data().copy_(Tensors.of(wave(6, 2, 1, 1, 0), 2));
    Course course = Objects.requireNonNull(COURSES.get(name));
    Progress check =
        new Progress() {
          @Override
          public void step(Moment moment, double loss) {
            double[] row = golden[(int) moment.step() - 1];
            assertThat(moment.learningRate() / 0.05).isCloseTo(row[1], within(1e-7));
            assertThat(moment.gradientNorm()).isCloseTo(row[2], within(1e-5));
            close(network.values(), row, 3, name + " weights, step " + moment.step());
          }

          @Override
          public void validated(Moment moment, Validation validation) {}
        };
    try (var fit =
        new Fit(
            network,
            batch ->
                network
                    .weight()
                    .mul(batch.image())
                    .sum()
                    .add(network.bias().mul(batch.truth()).sum()),
            course,
            Compute.plain(1),
            1,
            _ -> 1)) {
      int[] seen = {0};
      fit.run(
          gradients(),
          () -> {
            close(network.values(), golden[seen[0]++], 11, name + " average, step " + seen[0]);
            return new Progress.Validation(0, "none", 0);
          },
          Checkpoints.none(),
          check);
      assertThat(seen[0]).isEqualTo(STEPS);
    }
    close(network.values(), golden[STEPS - 1], 11, name + " average in the end");
  }

  private static void close(float[] values, double[] row, int from, String what) {
    for (int i = 0; i < 8; i++) {
      assertThat((double) values[i]).as(what).isCloseTo(row[from + i], within(3e-6));
    }
  }
}
