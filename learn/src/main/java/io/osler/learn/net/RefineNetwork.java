package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.add;

import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Resize;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * RefineNet: from the deepest stage of a ResNet up, each refines what the one below it found:
 * residual units, fusion at the larger size, chained residual pooling, a residual unit.
 */
final class RefineNetwork {
  private final Bricks bricks;
  private final int maps;

  private RefineNetwork(Bricks bricks, int maps) {
    this.bricks = bricks;
    this.maps = maps;
  }

  static Network build(SegmenterSpec.RefineNet spec, Input input, long seed) {
    input.least("refinenet", 16);
    Weights weights = new Weights(seed);
    var shape = ResidualStages.Shape.of(spec.blocks(), false, Stem.IMAGENET, spec.width());
    var body = new ResidualStages(weights, "backbone.", input.dims(), input.channels(), shape);
    var net = new RefineNetwork(new Bricks(weights, input.dims()), spec.maps());
    int levels = spec.blocks().size();
    List<Layer> adapt = new ArrayList<>();
    List<Layer> fuse = new ArrayList<>();
    List<Layer> below = new ArrayList<>();
    List<Layer> refine = new ArrayList<>();
    for (int level = 0; level < levels; level++) {
      String name = "refine." + level + ".";
      Layer narrow = net.bricks.conv(name + "narrow", shape.maps(level), spec.maps(), 3);
      adapt.add(Layer.sequence(narrow, net.unit(name + "adapt.0"), net.unit(name + "adapt.1")));
      fuse.add(net.bricks.conv(name + "fuse", spec.maps(), spec.maps(), 3));
      below.add(
          level == levels - 1
              ? x -> x
              : Layer.sequence(
                  net.unit(name + "below.0"),
                  net.unit(name + "below.1"),
                  net.bricks.conv(name + "below.fuse", spec.maps(), spec.maps(), 3)));
      refine.add(Layer.sequence(net.chain(name + "chain"), net.unit(name + "output")));
    }
    Layer last = net.bricks.conv("classes", spec.maps(), input.classes(), 3);
    return new LayerNetwork(
        weights,
        x -> {
          List<Tensor> seen = new ArrayList<>();
          Tensor y = body.stem().forward(x);
          for (Layer stage : body.stages()) {
            y = stage.forward(y);
            seen.add(y); // (N, 64, ¼) … (N, 512, 1/32)
          }
          for (int level = levels - 1; level >= 0; level--) {
            Tensor side = fuse.get(level).forward(adapt.get(level).forward(seen.get(level)));
            boolean deepest = level == levels - 1;
            y =
                refine
                    .get(level)
                    .forward(
                        deepest
                            ? side
                            : add(side, Resize.linear(below.get(level).forward(y), side)));
          }
          return Resize.linear(last.forward(y), x); // (N, classes, …)
        });
  }

  /** x + conv(relu(conv(relu(x)))). */
  private Layer unit(String name) {
    Layer first = bricks.convRelu(name + ".0", maps, maps, 3);
    Layer second = bricks.conv(name + ".1", maps, maps, 3);
    return x -> add(second.forward(first.forward(torch.relu(x))), x);
  }

  /** y₀ = relu(x), y_i = conv(pool(y_{i−1})); their sum. */
  private Layer chain(String name) {
    Layer first = bricks.conv(name + ".0", maps, maps, 3);
    Layer second = bricks.conv(name + ".1", maps, maps, 3);
    return x -> {
      Tensor rectified = torch.relu(x);
      Tensor one = first.forward(Pool.max(rectified, 5, 1, 2));
      Tensor two = second.forward(Pool.max(one, 5, 1, 2));
      return rectified.add(one).add(two);
    };
  }
}
