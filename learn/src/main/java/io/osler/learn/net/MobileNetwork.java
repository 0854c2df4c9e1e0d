package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.add;
import static io.osler.learn.nn.InPlace.relu6;

import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Dropout;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.List;

/** MobileNet-V2: wide depthwise convolutions between narrow linear ones. */
final class MobileNetwork {
  /** Expansion, maps, repeats, first stride. */
  private static final int[][] STAGES = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private final Weights weights;

  private MobileNetwork(Weights weights) {
    this.weights = weights;
  }

  static Network build(NetSpec.MobilenetV2 spec, Input input, long seed) {
    input.need("mobilenet-v2", 2, spec.stem().least(32, 16));
    MobileNetwork net = new MobileNetwork(new Weights(seed));
    List<Layer> steps = new ArrayList<>();
    ConvShape stem = ConvShape.of(2, input.channels(), 32, 3).stride(2).padding(1);
    steps.add(net.active("features.0.", spec.stem().first(stem)));
    int in = 32;
    int index = 1;
    for (int[] stage : STAGES) {
      for (int i = 0; i < stage[2]; i++) {
        int stride = i == 0 ? stage[3] : 1;
        steps.add(net.block("features." + index++ + ".conv.", in, stage[1], stage[0], stride));
        in = stage[1];
      }
    }
    steps.add(net.active("features." + index + ".", ConvShape.of(2, in, 1280, 1)));
    Dropout drop = new Dropout(net.weights, spec.dropout());
    Linear fc = new Linear(net.weights, "classifier.1", 1280, input.classes(), Init.normal(0.01));
    return new CutNetwork(
        net.weights, Layer.sequence(steps), x -> fc.forward(drop.forward(Pool.global(x))));
  }

  private Layer block(String name, int in, int out, int expansion, int stride) {
    int wide = in * expansion;
    List<Layer> steps = new ArrayList<>();
    if (expansion > 1) {
      steps.add(active(name + "0.", ConvShape.of(2, in, wide, 1)));
    }
    ConvShape depthwise = ConvShape.of(2, wide, wide, 3).stride(stride).padding(1).groups(wide);
    steps.add(active(name + steps.size() + ".", depthwise));
    int next = steps.size();
    steps.add(
        ConvNorm.of(
            weights,
            name + next,
            name + (next + 1),
            ConvShape.of(2, wide, out, 1),
            Init.heFanOut()));
    Layer inner = Layer.sequence(steps);
    return stride == 1 && in == out ? x -> add(inner.forward(x), x) : inner;
  }

  private Layer active(String name, ConvShape shape) {
    ConvNorm layer = ConvNorm.of(weights, name + "0", name + "1", shape, Init.heFanOut());
    return x -> relu6(layer.forward(x));
  }
}
