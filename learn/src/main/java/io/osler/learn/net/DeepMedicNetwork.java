package io.osler.learn.net;

import io.osler.learn.nn.BatchNorm;
import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Dropout;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Join;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Prelu;
import io.osler.learn.nn.Resize;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * DeepMedic: one pathway sees the image, another with the same layers a smaller copy of it; both
 * are joined at the image's size. Convolutions keep the size, where the paper loses the border.
 */
final class DeepMedicNetwork {
  private final Weights weights;
  private final int dims;

  private DeepMedicNetwork(Weights weights, int dims) {
    this.weights = weights;
    this.dims = dims;
  }

  static Network build(SegmenterSpec.DeepMedic spec, Input input, long seed) {
    input.least("deepmedic", spec.factor());
    var net = new DeepMedicNetwork(new Weights(seed), input.dims());
    Layer detail = net.pathway("detail.", input.channels(), spec.features());
    Layer context = net.pathway("context.", input.channels(), spec.features());
    int joined = 2 * spec.features().getLast();
    Dropout drop = new Dropout(net.weights, spec.dropout());
    Layer first = net.step("hidden.0", joined, spec.hidden(), 1);
    Layer second = net.step("hidden.1", spec.hidden(), spec.hidden(), 1);
    Layer head =
        new Conv(
            net.weights,
            "classes",
            ConvShape.of(net.dims, spec.hidden(), input.classes(), 1),
            Init.standard());
    List<Integer> window = Collections.nCopies(input.dims(), spec.factor());
    return new LayerNetwork(
        net.weights,
        x -> {
          Tensor near = detail.forward(x); // (N, 50, …)
          Tensor far = context.forward(Pool.average(x, window)); // (N, 50, ⅓)
          Tensor y = first.forward(Join.channels(near, Resize.nearest(far, near)));
          return head.forward(drop.forward(second.forward(drop.forward(y)))); // (N, classes, …)
        });
  }

  private Layer pathway(String name, int channels, List<Integer> features) {
    List<Layer> steps = new ArrayList<>();
    int in = channels;
    for (int i = 0; i < features.size(); i++) {
      steps.add(step(name + i, in, features.get(i), 3));
      in = features.get(i);
    }
    return Layer.sequence(steps);
  }

  private Layer step(String name, int in, int out, int kernel) {
    ConvShape shape = ConvShape.of(dims, in, out, kernel).same().withoutBias();
    Conv conv = new Conv(weights, name + ".conv", shape, Init.heFanIn());
    BatchNorm norm = new BatchNorm(weights, name + ".norm", out);
    Prelu prelu = new Prelu(weights, name + ".prelu", out);
    return x -> prelu.forward(norm.forward(conv.forward(x)));
  }
}
