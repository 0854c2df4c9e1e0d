package io.osler.learn.net;

import static org.bytedeco.pytorch.global.torch.leaky_relu_;

import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Dropout;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import io.osler.learn.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Small kernels over patches: two groups of three 3×3 convolutions, a pooling of stride two after
 * each, three dense layers that tell the class of a patch's centre. Here for all patches at once:
 * what follows a pooling reaches twice as far in place of being computed at every second voxel.
 */
final class PatchNetwork {
  private static final double SLOPE = 0.333;

  /** Side of the maps that the dense layers see in a patch of 33. */
  private static final int DENSE = 7;

  private PatchNetwork() {}

  static Network build(SegmenterSpec.SmallKernelPatch spec, Input input, long seed) {
    Weights weights = new Weights(seed);
    int dims = input.dims();
    List<Layer> steps = new ArrayList<>();
    int in = input.channels();
    for (int group = 0; group < 2; group++) {
      int maps = spec.maps() << group;
      int reach = 1 << group;
      for (int i = 0; i < 3; i++) {
        String name = "conv." + group + "." + i;
        steps.add(step(weights, name, ConvShape.of(dims, in, maps, 3).dilation(reach)));
        in = maps;
      }
      steps.add(x -> Pool.maxAround(x, 3, reach));
    }
    Dropout drop = new Dropout(weights, spec.dropout());
    ConvShape dense = ConvShape.of(dims, in, spec.hidden(), DENSE).dilation(4);
    steps.add(drop);
    steps.add(step(weights, "dense.0", dense));
    ConvShape point = ConvShape.of(dims, spec.hidden(), spec.hidden(), 1);
    steps.add(drop);
    steps.add(step(weights, "dense.1", point));
    ConvShape last = ConvShape.of(dims, spec.hidden(), input.classes(), 1);
    steps.add(drop);
    steps.add(new Conv(weights, "dense.2", last, Init.standard()));
    return new LayerNetwork(weights, Layer.sequence(steps));
  }

  private static Layer step(Weights weights, String name, ConvShape shape) {
    Conv conv = new Conv(weights, name, shape.same(), Init.heLeaky(SLOPE));
    return x -> {
      Tensor y = conv.forward(x);
      leaky_relu_(y, Tensors.scalar(SLOPE));
      return y;
    };
  }
}
