package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.relu;

import io.osler.learn.nn.BatchNorm;
import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Join;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.List;

/** DenseNet-121: each layer adds 32 maps to all that came before it in its block. */
final class DenseNetwork {
  private static final List<Integer> DEPTHS = List.of(6, 12, 24, 16);
  private static final int GROWTH = 32;
  private final Weights weights;

  private DenseNetwork(Weights weights) {
    this.weights = weights;
  }

  static Network build(Stem kind, Input input, long seed) {
    input.need("densenet-121", 2, kind.least(32, 8));
    DenseNetwork net = new DenseNetwork(new Weights(seed));
    List<Layer> steps = new ArrayList<>();
    Layer stem =
        ConvNorm.of(
            net.weights,
            "features.conv0",
            "features.norm0",
            kind.first(ConvShape.of(2, input.channels(), 64, 7).stride(2).padding(3)),
            Init.heFanIn());
    steps.add(x -> relu(stem.forward(x)));
    if (kind.pools()) {
      steps.add(x -> Pool.max(x, 3, 2, 1));
    }
    int maps = 64;
    for (int block = 1; block <= DEPTHS.size(); block++) {
      for (int layer = 1; layer <= DEPTHS.get(block - 1); layer++) {
        steps.add(net.dense("features.denseblock" + block + ".denselayer" + layer, maps));
        maps += GROWTH;
      }
      if (block < DEPTHS.size()) {
        steps.add(net.transition("features.transition" + block, maps));
        maps /= 2;
      }
    }
    BatchNorm last = new BatchNorm(net.weights, "features.norm5", maps);
    steps.add(x -> relu(last.forward(x)));
    Linear fc =
        new Linear(net.weights, "classifier", maps, input.classes(), Init.standard()::weight);
    return new CutNetwork(net.weights, Layer.sequence(steps), x -> fc.forward(Pool.global(x)));
  }

  private Layer dense(String name, int maps) {
    BatchNorm norm = new BatchNorm(weights, name + ".norm1", maps);
    ConvNorm narrow =
        ConvNorm.of(
            weights,
            name + ".conv1",
            name + ".norm2",
            ConvShape.of(2, maps, 4 * GROWTH, 1),
            Init.heFanIn());
    Conv wide = conv(name + ".conv2", ConvShape.of(2, 4 * GROWTH, GROWTH, 3).padding(1));
    return x -> Join.channels(x, wide.forward(relu(narrow.forward(relu(norm.forward(x))))));
  }

  /** Half the maps, a quarter of the pixels. */
  private Layer transition(String name, int maps) {
    BatchNorm norm = new BatchNorm(weights, name + ".norm", maps);
    Conv conv = conv(name + ".conv", ConvShape.of(2, maps, maps / 2, 1));
    return x -> Pool.average(conv.forward(relu(norm.forward(x))), 2, 2, 0);
  }

  private Conv conv(String name, ConvShape shape) {
    return new Conv(weights, name, shape.withoutBias(), Init.heFanIn());
  }
}
