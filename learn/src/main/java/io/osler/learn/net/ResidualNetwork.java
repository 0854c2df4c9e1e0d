package io.osler.learn.net;

import io.osler.learn.nn.Init;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import java.util.List;

/** ResNet over two or three axes, a pooling over all positions and a linear layer. */
final class ResidualNetwork {
  private ResidualNetwork() {}

  static Network plain(
      String name, List<Integer> depths, Stem stem, int width, Input input, long seed) {
    return build(
        ResidualStages.Shape.of(depths, false, stem, width), checked(name, 2, stem, input), seed);
  }

  static Network bottleneck(String name, List<Integer> depths, Stem stem, Input input, long seed) {
    return build(
        ResidualStages.Shape.of(depths, true, stem, 64), checked(name, 2, stem, input), seed);
  }

  static Network volumetric(
      String name, List<Integer> depths, Stem stem, int width, Input input, long seed) {
    return build(
        ResidualStages.Shape.of(depths, false, stem, width), checked(name, 3, stem, input), seed);
  }

  /** Less than this and the last stage would see padding only. */
  private static Input checked(String name, int dims, Stem stem, Input input) {
    return input.need(name, dims, stem.least(32, 8));
  }

  private static Network build(ResidualStages.Shape shape, Input input, long seed) {
    Weights weights = new Weights(seed);
    Layer body = new ResidualStages(weights, "", input.dims(), input.channels(), shape).all();
    int maps = shape.maps(shape.depths().size() - 1);
    Linear fc = new Linear(weights, "fc", maps, input.classes(), Init.standard());
    return new CutNetwork(weights, body, x -> fc.forward(Pool.global(x)));
  }
}
