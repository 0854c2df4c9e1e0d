package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.relu;

import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Dropout;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Join;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Resize;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * DeepLab v3: ResNet-50 whose last two stages widen their reach in place of halving, then atrous
 * spatial pyramid pooling. Tensor names as torchvision's deeplabv3_resnet50.
 */
final class DeepLabNetwork {
  private DeepLabNetwork() {}

  static Network build(SegmenterSpec.DeepLabV3 spec, Input input, long seed) {
    input.least("deeplab-v3", 16);
    Weights weights = new Weights(seed);
    int dims = input.dims();
    var shape = new ResidualStages.Shape(List.of(3, 4, 6, 3), true, Stem.IMAGENET, spec.width(), 2);
    Layer body = new ResidualStages(weights, "backbone.", dims, input.channels(), shape).all();
    int maps = shape.maps(3);
    int out = spec.maps();
    List<Layer> branches = new ArrayList<>();
    String aspp = "classifier.0.convs.";
    branches.add(step(weights, aspp + "0.0", aspp + "0.1", ConvShape.of(dims, maps, out, 1)));
    for (int rate : spec.rates()) {
      String name = aspp + branches.size();
      ConvShape atrous = ConvShape.of(dims, maps, out, 3).dilation(rate).same();
      branches.add(step(weights, name + ".0", name + ".1", atrous));
    }
    String last = aspp + branches.size();
    Layer whole = step(weights, last + ".1", last + ".2", ConvShape.of(dims, maps, out, 1));
    Layer project =
        step(
            weights,
            "classifier.0.project.0",
            "classifier.0.project.1",
            ConvShape.of(dims, out * (branches.size() + 1), out, 1));
    Dropout drop = new Dropout(weights, spec.dropout());
    Layer merge =
        step(weights, "classifier.1", "classifier.2", ConvShape.of(dims, out, out, 3).same());
    Layer head =
        new Conv(
            weights, "classifier.4", ConvShape.of(dims, out, input.classes(), 1), Init.standard());
    return new LayerNetwork(
        weights,
        x -> {
          Tensor features = body.forward(x); // (N, 2048, ⅛)
          Tensor[] seen = new Tensor[branches.size() + 1];
          for (int i = 0; i < branches.size(); i++) {
            seen[i] = branches.get(i).forward(features); // (N, 256, ⅛)
          }
          // One value for each map, everywhere.
          seen[branches.size()] = whole.forward(Pool.one(features)).expand_as(seen[0]);
          Tensor y = drop.forward(project.forward(Join.channels(seen)));
          return Resize.linear(head.forward(merge.forward(y)), x); // (N, classes, …)
        });
  }

  private static Layer step(Weights weights, String conv, String norm, ConvShape shape) {
    Layer layer = ConvNorm.of(weights, conv, norm, shape, Init.heFanOut());
    return x -> relu(layer.forward(x));
  }
}
