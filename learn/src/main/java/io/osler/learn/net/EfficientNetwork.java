package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.add;
import static io.osler.learn.nn.InPlace.relu6;
import static org.bytedeco.pytorch.global.torch.constant_pad_nd;

import io.osler.learn.nn.BatchNorm;
import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.DropPath;
import io.osler.learn.nn.Dropout;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * EfficientNet-Lite0: B0's inverted residuals without squeeze-and-excitation, with ReLU6. Padding
 * is TensorFlow's SAME: on stride 2 the odd pixel goes to the right and below.
 */
final class EfficientNetwork {
  /** Kernel, first stride, expansion, maps, repeats. */
  private static final int[][] STAGES = {
    {3, 1, 1, 16, 1},
    {3, 2, 6, 24, 2},
    {5, 2, 6, 40, 2},
    {3, 2, 6, 80, 3},
    {5, 1, 6, 112, 3},
    {5, 2, 6, 192, 4},
    {3, 1, 6, 320, 1}
  };

  private static final int BLOCKS = Arrays.stream(STAGES).mapToInt(stage -> stage[4]).sum();

  private final Weights weights;

  private EfficientNetwork(Weights weights) {
    this.weights = weights;
  }

  static Network build(NetSpec.EfficientnetLite0 spec, Input input, long seed) {
    input.need("efficientnet-lite-0", 2, spec.stem().least(32, 16));
    EfficientNetwork net = new EfficientNetwork(new Weights(seed));
    List<Layer> steps = new ArrayList<>();
    int halving = spec.stem() == Stem.SMALL ? 1 : 2;
    ConvShape stem = ConvShape.of(2, input.channels(), 32, 3).stride(halving);
    steps.add(net.active("_conv_stem", "_bn0", stem));
    int in = 32;
    int index = 0;
    for (int[] stage : STAGES) {
      for (int i = 0; i < stage[4]; i++) {
        double drop = spec.dropConnect() * index / BLOCKS;
        String name = "_blocks." + index++ + ".";
        steps.add(net.block(name, in, stage[3], stage[0], stage[2], i == 0 ? stage[1] : 1, drop));
        in = stage[3];
      }
    }
    steps.add(net.active("_conv_head", "_bn1", ConvShape.of(2, in, 1280, 1)));
    Dropout drop = new Dropout(net.weights, spec.dropout());
    Linear fc = new Linear(net.weights, "_fc", 1280, input.classes(), Init.standard());
    return new CutNetwork(
        net.weights, Layer.sequence(steps), x -> fc.forward(drop.forward(Pool.global(x))));
  }

  private Layer block(
      String name, int in, int out, int kernel, int expansion, int stride, double drop) {
    int wide = in * expansion;
    List<Layer> steps = new ArrayList<>();
    if (expansion > 1) {
      steps.add(active(name + "_expand_conv", name + "_bn0", ConvShape.of(2, in, wide, 1)));
    }
    ConvShape depthwise = ConvShape.of(2, wide, wide, kernel).stride(stride).groups(wide);
    steps.add(active(name + "_depthwise_conv", name + "_bn1", depthwise));
    steps.add(normal(name + "_project_conv", name + "_bn2", ConvShape.of(2, wide, out, 1)));
    Layer inner = Layer.sequence(steps);
    DropPath path = new DropPath(weights, drop);
    return stride == 1 && in == out ? x -> add(path.forward(inner.forward(x)), x) : inner;
  }

  private Layer active(String conv, String norm, ConvShape shape) {
    Layer layer = normal(conv, norm, shape);
    return x -> relu6(layer.forward(x));
  }

  private Layer normal(String name, String norm, ConvShape shape) {
    int kernel = shape.kernel().getFirst();
    int stride = shape.stride().getFirst();
    ConvShape padded = stride == 1 ? shape.padding(kernel / 2) : shape;
    Conv conv = new Conv(weights, name, padded.withoutBias(), Init.heFanOut());
    BatchNorm scaled = new BatchNorm(weights, norm, shape.out(), 1e-3, 0.01);
    return stride == 1
        ? x -> scaled.forward(conv.forward(x))
        : x -> scaled.forward(conv.forward(same(x, kernel, stride)));
  }

  /** Zeros around x, so that the convolution gives ⌈n / stride⌉ per axis. */
  private static Tensor same(Tensor x, int kernel, int stride) {
    long rows = lacking(x.size(2), kernel, stride);
    long columns = lacking(x.size(3), kernel, stride);
    return constant_pad_nd(x, columns / 2, columns - columns / 2, rows / 2, rows - rows / 2);
  }

  private static long lacking(long length, int kernel, int stride) {
    return Math.max((Math.ceilDiv(length, (long) stride) - 1) * stride + kernel - length, 0);
  }
}
