package io.osler.learn.net;

import io.osler.core.config.Require;
import java.util.List;

/** Which network: a record per architecture, as it stands in a plan. */
public sealed interface NetSpec {

  /** The network with first values drawn from {@code seed}; refuses an input that does not fit. */
  default Network build(Input input, long seed) {
    return switch (this) {
      case Mlp spec -> new MlpNetwork(spec, input, seed);
      case Lenet5 _ -> new LenetNetwork(input, seed);
      case Resnet18(var stem) ->
          ResidualNetwork.plain("resnet-18", List.of(2, 2, 2, 2), stem, input, seed);
      case Resnet34(var stem) ->
          ResidualNetwork.plain("resnet-34", List.of(3, 4, 6, 3), stem, input, seed);
      case Resnet50(var stem) ->
          ResidualNetwork.bottleneck("resnet-50", List.of(3, 4, 6, 3), stem, input, seed);
      case VolumetricResnet18(var stem, var width) ->
          ResidualNetwork.volumetric(
              "volumetric-resnet-18", List.of(2, 2, 2, 2), stem, width, input, seed);
    };
  }

  /** Fully connected layers with ReLU over the flattened image. */
  record Mlp(List<Integer> hidden, double dropout) implements NetSpec {
    public Mlp {
      hidden = List.copyOf(hidden);
      hidden.forEach(units -> Require.within("hidden", units, 1, 1 << 20));
      Require.that(dropout >= 0 && dropout < 1, "dropout", dropout, "in [0, 1)");
    }
  }

  /** LeCun et al. 1998, with ReLU and max pooling. */
  record Lenet5() implements NetSpec {}

  /** He et al. 2015. */
  record Resnet18(Stem stem) implements NetSpec {}

  /** He et al. 2015. */
  record Resnet34(Stem stem) implements NetSpec {}

  /** He et al. 2015, stride in the 3×3 convolution. */
  record Resnet50(Stem stem) implements NetSpec {}

  /** ResNet-18 with cubes for squares; {@code width} is the number of maps in the first stage. */
  record VolumetricResnet18(Stem stem, int width) implements NetSpec {
    public VolumetricResnet18 {
      Require.within("width", width, 1, 1024);
    }
  }
}
