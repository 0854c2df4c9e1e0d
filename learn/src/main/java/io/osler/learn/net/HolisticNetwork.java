package io.osler.learn.net;

import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Join;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Resize;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Holistically-nested: every stage of VGG-16 has an output of its own, which learns; a learned mean
 * of them is the network's.
 */
final class HolisticNetwork implements AuxiliaryHeads {
  private final Weights weights;
  private final List<Layer> stages;
  private final List<Layer> sides = new ArrayList<>();
  private final Layer fuse;

  static Network build(SegmenterSpec.HolisticallyNested spec, Input input, long seed) {
    return new HolisticNetwork(spec, input.least("holistically-nested", 16), seed);
  }

  private HolisticNetwork(SegmenterSpec.HolisticallyNested spec, Input input, long seed) {
    weights = new Weights(seed);
    Bricks bricks = new Bricks(weights, input.dims());
    stages = bricks.vggStages("stage.", input.channels(), spec.width(), false);
    int classes = input.classes();
    for (int s = 0; s < stages.size(); s++) {
      sides.add(bricks.conv("side." + s, Bricks.vggMaps(spec.width(), s), classes, 1));
    }
    int count = stages.size();
    ConvShape all = ConvShape.of(input.dims(), count * classes, classes, 1);
    // Begins as the mean of the sides, class by class.
    Init mean =
        (_, _) -> {
          int[] at = {0};
          return () -> {
            int entry = at[0]++;
            return entry % classes == entry / (count * classes) ? 1.0 / count : 0;
          };
        };
    fuse = new Conv(weights, "fuse", all, mean);
  }

  @Override
  public Tensor forward(Tensor x) {
    return forwardAll(x).getFirst();
  }

  @Override
  public List<Tensor> forwardAll(Tensor x) {
    List<Tensor> outputs = new ArrayList<>();
    Tensor y = x;
    for (int s = 0; s < stages.size(); s++) {
      y = stages.get(s).forward(s == 0 ? y : Bricks.halve().forward(y));
      outputs.add(Resize.linear(sides.get(s).forward(y), x)); // (N, classes, …)
    }
    outputs.addFirst(fuse.forward(Join.channels(outputs.toArray(Tensor[]::new))));
    return outputs;
  }

  @Override
  public List<Double> headWeights() {
    return java.util.Collections.nCopies(1 + sides.size(), 1.0);
  }

  @Override
  public Weights weights() {
    return weights;
  }
}
