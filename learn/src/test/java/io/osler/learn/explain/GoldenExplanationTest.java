package io.osler.learn.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.learn.net.GoldenWeights;
import io.osler.learn.net.Input;
import io.osler.learn.net.NetSpec;
import io.osler.learn.net.Network;
import io.osler.learn.net.Stem;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Maps equal Captum's and pytorch-grad-cam's; golden/explanations.py says how those were made. */
class GoldenExplanationTest {
  private static final int SAMPLES = 8;
  private static final double NOISE = 0.1;
  private static final int EVERY = 5;

  /** Of the largest value: float32 gradients through eighteen layers. */
  private static final double TOLERANCE = 2e-4;

  static Stream<List<String>> rows() {
    return GoldenWeights.lines("explanations.csv").stream()
        .skip(1)
        .map(line -> Arrays.asList(line.split(",", -1)));
  }

  @Test
  void everyMethodIsHeldAgainstThemInTwoAndThreeDimensions() {
    assertThat(rows().map(row -> row.get(1)).distinct())
        .hasSize(Method.class.getPermittedSubclasses().length);
    assertThat(rows()).hasSize(2 * Method.class.getPermittedSubclasses().length);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isTheirs(List<String> row) {
    boolean flat = row.get(0).equals("resnet-18");
    try (var _ = new TensorScope()) {
      Network network = network(flat);
      try (var held = network.weights()) {
        GoldenWeights.fill(held);
        held.training(false);
        int n = flat ? 28 * 28 : 10 * 12 * 14;
        float[] image = GoldenWeights.draw("input", n, 0, 1);
        Tensor x = flat ? Tensors.of(image, 1, 1, 28, 28) : Tensors.of(image, 1, 1, 10, 12, 14);
        float[] ours = map(row.get(1), flat, network, x).values();
        double[] theirs = row.stream().skip(2).mapToDouble(Double::parseDouble).toArray();
        double most = Arrays.stream(theirs).map(Math::abs).max().orElseThrow();
        assertThat(theirs).hasSize(Math.ceilDiv(n, EVERY));
        assertThat(most).isPositive();
        double gap =
            IntStream.range(0, theirs.length)
                .mapToDouble(i -> Math.abs(theirs[i] - ours[EVERY * i]))
                .max()
                .orElseThrow();
        assertThat(gap / most).isLessThan(TOLERANCE);
      }
    }
  }

  private static Network network(boolean flat) {
    return flat
        ? new NetSpec.Resnet18(Stem.SMALL).build(new Input(1, List.of(28, 28), 3), 1)
        : new PlantedSquare(3, 10, 8, 1);
  }

  private static HeatMap map(String method, boolean flat, Network network, Tensor x) {
    int target = flat ? 0 : 1;
    return switch (method) {
      case "cam" -> new Method.Cam().explain(network, x, target);
      case "grad-cam" -> new Method.GradCam().explain(network, x, target);
      case "grad-cam-pp" -> new Method.GradCamPp().explain(network, x, target);
      case "occlusion" ->
          new Method.Occlusion(flat ? 7 : 4, flat ? 7 : 2, 0).explain(network, x, target);
      case "integrated-gradients" ->
          new Method.IntegratedGradients(32, 0).explain(network, x, target);
      case "smooth-grad" -> {
        Subject subject = Subject.of(network, x, target);
        float[] noise = GoldenWeights.draw("noise", SAMPLES * subject.input().length, 0, 1);
        PrimitiveIterator.OfDouble next =
            IntStream.range(0, noise.length).mapToDouble(i -> noise[i]).iterator();
        yield InputMethods.smoothGrad(
            new Method.SmoothGrad(SAMPLES, NOISE, 0, 1), subject, next::nextDouble);
      }
      default -> throw new IllegalArgumentException(method);
    };
  }
}
