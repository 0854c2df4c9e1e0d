package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.relu;
import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;

import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Dropout;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.List;

/** VGG: 3×3 convolutions, a 2×2 pooling after each stage. */
final class VggNetwork {
  /** Convolutions per stage. */
  static final List<Integer> VGG11 = List.of(1, 1, 2, 2, 2);

  static final List<Integer> VGG16 = List.of(2, 2, 3, 3, 3);
  static final List<Integer> VGG19 = List.of(2, 2, 4, 4, 4);
  private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512, 512);

  private VggNetwork() {}

  static Network build(String name, List<Integer> depths, double dropout, Input input, long seed) {
    input.need(name, 2, 32);
    Weights weights = new Weights(seed);
    List<Layer> steps = new ArrayList<>();
    int in = input.channels();
    int index = 0;
    for (int stage = 0; stage < depths.size(); stage++) {
      int out = WIDTHS.get(stage);
      for (int i = 0; i < depths.get(stage); i++) {
        ConvShape shape = ConvShape.of(2, in, out, 3).padding(1);
        Conv conv = new Conv(weights, "features." + index, shape, Init.heFanOut());
        steps.add(x -> relu(conv.forward(x)));
        index += 2;
        in = out;
      }
      steps.add(x -> Pool.max(x, 2, 2, 0));
      index++;
    }
    Init init = Init.normal(0.01);
    Dropout drop = new Dropout(weights, dropout);
    Linear fc0 = new Linear(weights, "classifier.0", 512 * 7 * 7, 4096, init);
    Linear fc3 = new Linear(weights, "classifier.3", 4096, 4096, init);
    Linear fc6 = new Linear(weights, "classifier.6", 4096, input.classes(), init);
    Layer head =
        Layer.sequence(
            x -> adaptive_avg_pool2d(x, 7, 7).flatten(1, -1),
            x -> drop.forward(relu(fc0.forward(x))),
            x -> drop.forward(relu(fc3.forward(x))),
            fc6);
    return new CutNetwork(weights, Layer.sequence(steps), head);
  }
}
