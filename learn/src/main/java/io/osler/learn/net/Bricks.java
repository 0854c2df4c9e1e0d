package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.relu;

import io.osler.learn.nn.BatchNorm;
import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.List;

/** Convolutions over two or three axes that keep the size, with what usually follows them. */
record Bricks(Weights weights, int dims) {
  /** With a bias. */
  Layer conv(String name, int in, int out, int kernel) {
    return new Conv(weights, name, shape(in, out, kernel), Init.heFanIn());
  }

  Layer convRelu(String name, int in, int out, int kernel) {
    Layer conv = conv(name, in, out, kernel);
    return x -> relu(conv.forward(x));
  }

  /** {@code name.conv} without a bias, {@code name.norm}, ReLU. */
  Layer convNormRelu(String name, int in, int out, int kernel) {
    Conv conv =
        new Conv(weights, name + ".conv", shape(in, out, kernel).withoutBias(), Init.heFanIn());
    BatchNorm norm = new BatchNorm(weights, name + ".norm", out);
    return x -> relu(norm.forward(conv.forward(x)));
  }

  ConvShape shape(int in, int out, int kernel) {
    return ConvShape.of(dims, in, out, kernel).same();
  }

  /** The five stages of VGG-16, each ready to be followed by a pooling. */
  List<Layer> vggStages(String prefix, int channels, int width, boolean normalised) {
    int[] depths = {2, 2, 3, 3, 3};
    List<Layer> stages = new ArrayList<>();
    int in = channels;
    for (int s = 0; s < depths.length; s++) {
      List<Layer> steps = new ArrayList<>();
      int out = vggMaps(width, s);
      for (int i = 0; i < depths[s]; i++) {
        String name = prefix + s + "." + i;
        steps.add(normalised ? convNormRelu(name, in, out, 3) : convRelu(name, in, out, 3));
        in = out;
      }
      stages.add(Layer.sequence(steps));
    }
    return stages;
  }

  static int vggMaps(int width, int stage) {
    return width << Math.min(stage, 3);
  }

  /** Halves every axis, rounding up. */
  static Layer halve() {
    return x -> Pool.max(x, 2, 2, 0, true);
  }
}
