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
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against torchvision 0.25.0 on shared weights: golden/torchvision_nets.py. */
class NetworkGoldenTest {
  private static NetSpec spec(String kind) {
    return switch (kind) {
      case "alexnet" -> new NetSpec.AlexNet(0);
      case "vgg-11" -> new NetSpec.Vgg11(0);
      case "vgg-16" -> new NetSpec.Vgg16(0);
      case "vgg-19" -> new NetSpec.Vgg19(0);
      case "googlenet" -> new NetSpec.GoogLeNet(0, 0);
      case "inception-v3" -> new NetSpec.InceptionV3(0);
      case "resnet-18" -> new NetSpec.Resnet18(Stem.IMAGENET);
      case "resnet-34" -> new NetSpec.Resnet34(Stem.IMAGENET);
      case "resnet-50" -> new NetSpec.Resnet50(Stem.IMAGENET);
      case "densenet-121" -> new NetSpec.Densenet121(Stem.IMAGENET);
      case "mobilenet-v2" -> new NetSpec.MobilenetV2(0);
      case "squeezenet" -> new NetSpec.Squeezenet(0);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  static Stream<List<List<String>>> networks() {
    return GoldenWeights.lines("nets/outputs.csv").stream()
        .skip(1)
        .map(line -> List.of(line.split(",")))
        .collect(Collectors.groupingBy(row -> row.get(0), TreeMap::new, Collectors.toList()))
        .values()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void equalsTorchvision(List<List<String>> rows) {
    String kind = rows.getFirst().get(0);
    int size = Integer.parseInt(rows.getFirst().get(1));
    Network network = spec(kind).build(new Input(3, List.of(size, size), 5), 1);
    try (Weights weights = network.weights()) {
      assertThat(GoldenWeights.table(weights))
          .isEqualTo(GoldenWeights.lines("nets/" + kind + ".txt"));
      GoldenWeights.fill(weights);
      try (var _ = new TensorScope()) {
        var _ = new NoGradGuard();
        Tensor image =
            Tensors.of(GoldenWeights.draw("input", 6 * size * size, 0, 1), 2, 3, size, size);
        List<String> modes = rows.stream().map(row -> row.get(2)).toList();
        assertThat(modes).startsWith("eval", "train");
        check(kind + " eval", network.forward(image), rows.get(0));
        // Statistics over a batch of two amplify rounding: training is compared in float64.
        weights.state().values().stream()
            .filter(tensor -> tensor.is_floating_point())
            .forEach(tensor -> tensor.set_data(tensor.detach().to(ScalarType.Double)));
        weights.training(true);
        Tensor precise = image.to(ScalarType.Double);
        List<Tensor> all =
            network instanceof AuxiliaryHeads heads
                ? heads.forwardAll(precise)
                : List.of(network.forward(precise));
        assertThat(all).hasSize(rows.size() - 1);
        for (int i = 0; i < all.size(); i++) {
          check(kind + " " + modes.get(i + 1), all.get(i), rows.get(i + 1));
        }
      }
    }
  }

  /** To 1e-5 of the largest logit, or of one. */
  private static void check(String what, Tensor logits, List<String> row) {
    float[] ours = Tensors.floats(logits);
    double[] theirs = row.stream().skip(3).mapToDouble(Double::parseDouble).toArray();
    assertThat(ours).hasSize(theirs.length);
    double scale = Math.max(1, Arrays.stream(theirs).map(Math::abs).max().orElseThrow());
    for (int i = 0; i < ours.length; i++) {
      assertThat((double) ours[i]).as(what + " " + i).isCloseTo(theirs[i], within(1e-5 * scale));
    }
  }
}
