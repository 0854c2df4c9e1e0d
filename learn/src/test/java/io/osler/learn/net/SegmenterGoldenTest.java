package io.osler.learn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.learn.nn.Weights;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against reference implementations on shared weights: golden/segmentation_nets.py. */
class SegmenterGoldenTest {
  private static final List<Integer> THREE = List.of(3, 3, 3);

  private static NetSpec spec(String kind) {
    return switch (kind) {
      case "unet-2d" -> new SegmenterSpec.Unet(List.of(8, 12, 16));
      case "unet-3d" ->
          new SegmenterSpec.Unet(
              List.of(6, 8, 12, 16),
              List.of(List.of(1, 1, 1), List.of(1, 2, 2), List.of(2, 2, 2), List.of(2, 1, 2)),
              List.of(List.of(1, 3, 3), THREE, THREE, THREE),
              List.of(2, 2, 3, 2),
              List.of(2, 1, 2),
              false,
              true,
              true);
      case "residual-unet-3d" ->
          new SegmenterSpec.Unet(
              List.of(6, 6, 12),
              List.of(List.of(1, 1, 1), List.of(1, 2, 2), List.of(2, 2, 2)),
              List.of(List.of(1, 3, 3), THREE, THREE),
              List.of(1, 2, 3),
              List.of(1, 1),
              true,
              true,
              true);
      case "v-net-2d", "v-net-3d" -> new SegmenterSpec.Vnet(16, 0);
      case "segnet" -> new SegmenterSpec.SegNet(6);
      case "deeplab-v3" -> new SegmenterSpec.DeepLabV3(64, 256, List.of(12, 24, 36), 0);
      case "attention-unet-2d" -> new SegmenterSpec.AttentionUnet(List.of(6, 8, 12));
      case "attention-unet-3d" -> new SegmenterSpec.AttentionUnet(List.of(4, 6, 8));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  static Stream<List<List<String>>> networks() {
    return GoldenWeights.lines("segmenters/outputs.csv").stream()
        .skip(1)
        .map(line -> List.of(line.split(",")))
        .collect(Collectors.groupingBy(row -> row.get(0), TreeMap::new, Collectors.toList()))
        .values()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void equalsTheReference(List<List<String>> rows) {
    String kind = rows.getFirst().get(0);
    List<Integer> shape =
        Arrays.stream(rows.getFirst().get(1).split("x")).map(Integer::valueOf).toList();
    Input input = new Input(shape.get(1), shape.subList(2, shape.size()), 3);
    Network network = spec(kind).build(input, 1);
    try (Weights weights = network.weights()) {
      assertThat(GoldenWeights.table(weights))
          .isEqualTo(GoldenWeights.lines("segmenters/" + kind + ".txt"));
      GoldenWeights.fill(weights);
      try (var _ = new TensorScope()) {
        var _ = new NoGradGuard();
        int count = shape.stream().reduce(1, Math::multiplyExact);
        Tensor image =
            Tensors.of(
                GoldenWeights.draw("input", count, 0, 1),
                shape.stream().mapToLong(Integer::longValue).toArray());
        List<Tensor> all =
            network instanceof AuxiliaryHeads heads
                ? heads.forwardAll(image)
                : List.of(network.forward(image));
        assertThat(all).hasSize(rows.size());
        for (int i = 0; i < all.size(); i++) {
          check(kind + " " + rows.get(i).get(2), all.get(i), rows.get(i));
        }
      }
    }
  }

  /** Mean magnitude and every 61st value, to 1e-4 of the largest, or of one. */
  private static void check(String what, Tensor logits, List<String> row) {
    float[] ours = Tensors.floats(logits);
    assertThat(ours).as(what).hasSize(Integer.parseInt(row.get(3)));
    double magnitude = 0;
    double largest = 1;
    for (float value : ours) {
      magnitude += Math.abs(value) / ours.length;
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(magnitude)
        .as(what)
        .isCloseTo(Double.parseDouble(row.get(4)), within(1e-4 * largest));
    for (int i = 0; 61 * i < ours.length; i++) {
      assertThat((double) ours[61 * i])
          .as(what + " " + i)
          .isCloseTo(Double.parseDouble(row.get(5 + i)), within(1e-4 * largest));
    }
  }
}
