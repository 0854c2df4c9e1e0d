package io.osler.learn.net;

import static org.bytedeco.pytorch.global.torch.gelu;

import io.osler.learn.nn.BatchNorm;
import io.osler.learn.nn.ChannelDropout;
import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.InPlace;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.InstanceNorm;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** MeshNet: a chain of dilated convolutions at the image's own size. */
final class MeshNetwork {
  private MeshNetwork() {}

  static Network build(SegmenterSpec.MeshNet spec, Input input, long seed) {
    Weights weights = new Weights(seed);
    ChannelDropout drop = new ChannelDropout(weights, spec.dropout());
    List<Layer> steps = new ArrayList<>();
    int in = input.channels();
    for (int i = 0; i < spec.dilations().size(); i++) {
      ConvShape shape =
          ConvShape.of(input.dims(), in, spec.maps(), 3).dilation(spec.dilations().get(i)).same();
      Conv conv =
          new Conv(
              weights,
              "layers." + i + ".conv",
              spec.bias() ? shape : shape.withoutBias(),
              Init.heFanIn());
      Layer norm =
          switch (spec.norm()) {
            case NONE -> x -> x;
            case BATCH -> new BatchNorm(weights, "layers." + i + ".norm", spec.maps());
            case INSTANCE -> InstanceNorm.plain(weights, spec.maps());
          };
      steps.add(x -> drop.forward(activated(spec.activation(), norm.forward(conv.forward(x)))));
      in = spec.maps();
    }
    ConvShape last = ConvShape.of(input.dims(), in, input.classes(), 1);
    steps.add(new Conv(weights, "output", last, Init.standard()));
    return new LayerNetwork(weights, Layer.sequence(steps));
  }

  private static Tensor activated(SegmenterSpec.MeshNet.Activation kind, Tensor x) {
    return switch (kind) {
      case RELU -> InPlace.relu(x);
      case ELU -> InPlace.elu(x);
      case GELU -> gelu(x);
    };
  }
}
