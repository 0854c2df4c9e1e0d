package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.relu;

import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Dropout;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Join;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import org.bytedeco.pytorch.Tensor;

/** SqueezeNet 1.0; the class scores are maps, averaged. */
final class SqueezeNetwork {
  private final Weights weights;

  private SqueezeNetwork(Weights weights) {
    this.weights = weights;
  }

  static Network build(NetSpec.Squeezenet spec, Input input, long seed) {
    input.need("squeezenet", 2, spec.stem().least(32, 8));
    SqueezeNetwork net = new SqueezeNetwork(new Weights(seed));
    Init init = Init.heUniform();
    ConvShape stem = spec.stem().first(ConvShape.of(2, input.channels(), 96, 7).stride(2));
    Conv conv0 = new Conv(net.weights, "features.0", stem, init);
    Layer body =
        Layer.sequence(
            x -> relu(conv0.forward(x)), // (N, 96, 109, 109) from 224×224
            spec.stem().pools() ? x -> Pool.max(x, 3, 2, 0, true) : x -> x,
            net.fire(3, 96, 16, 64),
            net.fire(4, 128, 16, 64),
            net.fire(5, 128, 32, 128),
            x -> Pool.max(x, 3, 2, 0, true), // (N, 256, 27, 27)
            net.fire(7, 256, 32, 128),
            net.fire(8, 256, 48, 192),
            net.fire(9, 384, 48, 192),
            net.fire(10, 384, 64, 256),
            x -> Pool.max(x, 3, 2, 0, true), // (N, 512, 13, 13)
            net.fire(12, 512, 64, 256));
    Dropout drop = new Dropout(net.weights, spec.dropout());
    ConvShape scores = ConvShape.of(2, 512, input.classes(), 1);
    Conv last = new Conv(net.weights, "classifier.1", scores, Init.normal(0.01));
    return new CutNetwork(net.weights, body, x -> Pool.global(relu(last.forward(drop.forward(x)))));
  }

  /** 1×1 down, then 1×1 and 3×3 side by side. */
  private Layer fire(int index, int in, int narrow, int wide) {
    String name = "features." + index;
    Layer squeeze = conv(name + ".squeeze", ConvShape.of(2, in, narrow, 1));
    Layer small = conv(name + ".expand1x1", ConvShape.of(2, narrow, wide, 1));
    Layer large = conv(name + ".expand3x3", ConvShape.of(2, narrow, wide, 3).padding(1));
    return x -> {
      Tensor y = squeeze.forward(x);
      return Join.channels(small.forward(y), large.forward(y));
    };
  }

  private Layer conv(String name, ConvShape shape) {
    Conv conv = new Conv(weights, name, shape, Init.heUniform());
    return x -> relu(conv.forward(x));
  }
}
