package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.add;
import static io.osler.learn.nn.InPlace.relu;

import io.osler.learn.nn.BatchNorm;
import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** ResNet over two or three axes: y = relu(F(x) + x), block after block. */
final class ResidualNetwork implements FeatureMaps {
  private final Weights weights;
  private final int dims;
  private final boolean expanding;
  private final Layer body;
  private final Linear fc;

  static ResidualNetwork plain(
      String name, List<Integer> depths, Stem stem, int width, Input input, long seed) {
    return new ResidualNetwork(depths, false, stem, width, checked(name, 2, stem, input), seed);
  }

  static ResidualNetwork bottleneck(
      String name, List<Integer> depths, Stem stem, Input input, long seed) {
    return new ResidualNetwork(depths, true, stem, 64, checked(name, 2, stem, input), seed);
  }

  static ResidualNetwork volumetric(
      String name, List<Integer> depths, Stem stem, int width, Input input, long seed) {
    return new ResidualNetwork(depths, false, stem, width, checked(name, 3, stem, input), seed);
  }

  /** Less than this and the last stage would see padding only. */
  private static Input checked(String name, int dims, Stem stem, Input input) {
    int least =
        switch (stem) {
          case IMAGENET -> 32;
          case HALF -> 16;
          case SMALL -> 8;
        };
    return input.need(name, dims, least);
  }

  private ResidualNetwork(
      List<Integer> depths, boolean expanding, Stem stem, int width, Input input, long seed) {
    this.weights = new Weights(seed);
    this.dims = input.dims();
    this.expanding = expanding;
    List<Layer> steps = new ArrayList<>();
    steps.add(stem(stem, input.channels(), width));
    int in = width;
    for (int stage = 0; stage < depths.size(); stage++) {
      int inner = width << stage;
      int out = expanding ? 4 * inner : inner;
      for (int block = 0; block < depths.get(stage); block++) {
        String name = "layer" + (stage + 1) + "." + block;
        steps.add(block(name, in, inner, out, stage > 0 && block == 0 ? 2 : 1));
        in = out;
      }
    }
    body = Layer.sequence(steps);
    fc = new Linear(weights, "fc", in, input.classes(), Init.standard());
  }

  private Layer stem(Stem stem, int channels, int width) {
    ConvShape shape =
        switch (stem) {
          case IMAGENET -> ConvShape.of(dims, channels, width, 7).stride(2).padding(3);
          case SMALL -> ConvShape.of(dims, channels, width, 3).padding(1);
          case HALF -> ConvShape.of(dims, channels, width, 3).stride(2).padding(1);
        };
    Layer conv = normalised("conv1", "bn1", shape);
    return switch (stem) {
      case IMAGENET -> x -> Pool.max(relu(conv.forward(x)), 3, 2, 1); // a quarter of the size
      case SMALL, HALF -> x -> relu(conv.forward(x));
    };
  }

  private Layer block(String name, int in, int inner, int out, int stride) {
    Layer residual = expanding ? narrow(name, in, inner, stride) : wide(name, in, inner, stride);
    if (stride == 1 && in == out) {
      return x -> relu(add(residual.forward(x), x));
    }
    Layer shortcut =
        normalised(
            name + ".downsample.0",
            name + ".downsample.1",
            ConvShape.of(dims, in, out, 1).stride(stride));
    return x -> relu(add(residual.forward(x), shortcut.forward(x)));
  }

  /** Two 3×3 convolutions. */
  private Layer wide(String name, int in, int out, int stride) {
    Layer first =
        normalised(
            name + ".conv1",
            name + ".bn1",
            ConvShape.of(dims, in, out, 3).stride(stride).padding(1));
    Layer second =
        normalised(name + ".conv2", name + ".bn2", ConvShape.of(dims, out, out, 3).padding(1));
    return x -> second.forward(relu(first.forward(x)));
  }

  /** 1×1 down, 3×3, 1×1 up. */
  private Layer narrow(String name, int in, int inner, int stride) {
    Layer down = normalised(name + ".conv1", name + ".bn1", ConvShape.of(dims, in, inner, 1));
    Layer middle =
        normalised(
            name + ".conv2",
            name + ".bn2",
            ConvShape.of(dims, inner, inner, 3).stride(stride).padding(1));
    Layer up = normalised(name + ".conv3", name + ".bn3", ConvShape.of(dims, inner, 4 * inner, 1));
    return x -> up.forward(relu(middle.forward(relu(down.forward(x)))));
  }

  private Layer normalised(String conv, String norm, ConvShape shape) {
    Conv weighted = new Conv(weights, conv, shape.withoutBias(), Init.heFanOut());
    BatchNorm scaled = new BatchNorm(weights, norm, shape.out());
    return x -> scaled.forward(weighted.forward(x));
  }

  @Override
  public Tensor features(Tensor x) {
    return body.forward(x);
  }

  @Override
  public Tensor head(Tensor features) {
    return fc.forward(Pool.global(features));
  }

  @Override
  public Weights weights() {
    return weights;
  }
}
