package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.add;
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

/** Stem and stages of a ResNet over two or three axes: y = relu(F(x) + x), block after block. */
final class ResidualStages {
  /**
   * @param expanding whether blocks are bottlenecks that leave with four times their maps
   * @param width maps of the first stage
   * @param dilatedFrom the first stage that widens its kernels' reach in place of halving the maps
   */
  record Shape(List<Integer> depths, boolean expanding, Stem stem, int width, int dilatedFrom) {
    static Shape of(List<Integer> depths, boolean expanding, Stem stem, int width) {
      return new Shape(depths, expanding, stem, width, depths.size());
    }

    /** Maps that a stage leaves with. */
    int maps(int stage) {
      return (expanding ? 4 : 1) * (width << stage);
    }
  }

  private final Weights weights;
  private final int dims;
  private final String prefix;
  private final boolean expanding;
  private final Layer stem;
  private final List<Layer> stages = new ArrayList<>();

  ResidualStages(Weights weights, String prefix, int dims, int channels, Shape shape) {
    this.weights = weights;
    this.dims = dims;
    this.prefix = prefix;
    this.expanding = shape.expanding();
    stem = stem(shape.stem(), channels, shape.width());
    int in = shape.width();
    int dilation = 1;
    for (int stage = 0; stage < shape.depths().size(); stage++) {
      int inner = shape.width() << stage;
      int out = shape.maps(stage);
      boolean dilated = stage >= shape.dilatedFrom();
      List<Layer> steps = new ArrayList<>();
      for (int block = 0; block < shape.depths().get(stage); block++) {
        String name = prefix + "layer" + (stage + 1) + "." + block;
        int stride = stage > 0 && block == 0 && !dilated ? 2 : 1;
        steps.add(block(name, in, inner, out, stride, dilation));
        in = out;
        if (block == 0 && dilated) {
          dilation *= 2; // the first block of a stage still has the last one's
        }
      }
      stages.add(Layer.sequence(steps));
    }
  }

  /** To the maps that the first stage takes: a quarter of the size, half, or all of it. */
  Layer stem() {
    return stem;
  }

  List<Layer> stages() {
    return stages;
  }

  /** Stem and stages, one after the other. */
  Layer all() {
    List<Layer> steps = new ArrayList<>(List.of(stem));
    steps.addAll(stages);
    return Layer.sequence(steps);
  }

  private Layer stem(Stem kind, int channels, int width) {
    ConvShape shape = kind.first(ConvShape.of(dims, channels, width, 7).stride(2).padding(3));
    Layer conv = normalised(prefix + "conv1", prefix + "bn1", shape);
    return kind.pools()
        ? x -> Pool.max(relu(conv.forward(x)), 3, 2, 1) // a quarter of the size
        : x -> relu(conv.forward(x));
  }

  private Layer block(String name, int in, int inner, int out, int stride, int dilation) {
    Layer residual =
        expanding
            ? narrow(name, in, inner, stride, dilation)
            : wide(name, in, inner, stride, dilation);
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
  private Layer wide(String name, int in, int out, int stride, int dilation) {
    Layer first = normalised(name + ".conv1", name + ".bn1", square(in, out, stride, dilation));
    Layer second = normalised(name + ".conv2", name + ".bn2", square(out, out, 1, dilation));
    return x -> second.forward(relu(first.forward(x)));
  }

  /** 1×1 down, 3×3, 1×1 up. */
  private Layer narrow(String name, int in, int inner, int stride, int dilation) {
    Layer down = normalised(name + ".conv1", name + ".bn1", ConvShape.of(dims, in, inner, 1));
    Layer middle =
        normalised(name + ".conv2", name + ".bn2", square(inner, inner, stride, dilation));
    Layer up = normalised(name + ".conv3", name + ".bn3", ConvShape.of(dims, inner, 4 * inner, 1));
    return x -> up.forward(relu(middle.forward(relu(down.forward(x)))));
  }

  private ConvShape square(int in, int out, int stride, int dilation) {
    return ConvShape.of(dims, in, out, 3).stride(stride).dilation(dilation).same();
  }

  private Layer normalised(String conv, String norm, ConvShape shape) {
    Conv weighted = new Conv(weights, conv, shape.withoutBias(), Init.heFanOut());
    BatchNorm scaled = new BatchNorm(weights, norm, shape.out());
    return x -> scaled.forward(weighted.forward(x));
  }
}
