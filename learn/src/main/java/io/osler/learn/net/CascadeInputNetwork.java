package io.osler.learn.net;

import io.osler.learn.nn.Join;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Input cascade: a two-pathway network's probabilities join the image as the input of a second one,
 * so that neighbouring decisions are seen. Maxout takes the larger of two maps.
 */
final class CascadeInputNetwork implements AuxiliaryHeads {
  private final Weights weights;
  private final Layer first;
  private final Layer second;

  static Network build(SegmenterSpec.InputCascade spec, Input input, long seed) {
    return new CascadeInputNetwork(spec, input, seed);
  }

  private CascadeInputNetwork(SegmenterSpec.InputCascade spec, Input input, long seed) {
    weights = new Weights(seed);
    Bricks bricks = new Bricks(weights, input.dims());
    int classes = input.classes();
    first = twoPaths(bricks, "first.", spec, input.channels(), classes);
    second = twoPaths(bricks, "second.", spec, input.channels() + classes, classes);
  }

  private static Layer twoPaths(
      Bricks bricks, String name, SegmenterSpec.InputCascade spec, int in, int classes) {
    Layer local1 = bricks.conv(name + "local.0", in, 2 * spec.local(), 7);
    Layer local2 = bricks.conv(name + "local.1", spec.local(), 2 * spec.local(), 3);
    Layer wide = bricks.conv(name + "global", in, 2 * spec.global(), 13);
    Layer head = bricks.conv(name + "classes", spec.local() + spec.global(), classes, spec.last());
    return x -> {
      Tensor near = Pool.maxAround(maxout(local1.forward(x)), 4, 1); // (N, 64, …)
      near = Pool.maxAround(maxout(local2.forward(near)), 2, 1);
      Tensor far = maxout(wide.forward(x)); // (N, 160, …)
      return head.forward(Join.channels(near, far)); // (N, classes, …)
    };
  }

  /** max(first half of the maps, second half). */
  private static Tensor maxout(Tensor x) {
    long half = x.size(1) / 2;
    return torch.maximum(x.narrow(1, 0, half), x.narrow(1, half, half));
  }

  @Override
  public Tensor forward(Tensor x) {
    return forwardAll(x).getFirst();
  }

  @Override
  public List<Tensor> forwardAll(Tensor x) {
    Tensor early = first.forward(x);
    Tensor late = second.forward(Join.channels(x, early.softmax(1).to(x.scalar_type())));
    return List.of(late, early);
  }

  @Override
  public List<Double> headWeights() {
    return List.of(1.0, 1.0);
  }

  @Override
  public Weights weights() {
    return weights;
  }
}
