package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.relu;

import io.osler.learn.nn.BatchNorm;
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

/** VoxCNN: pairs and triples of 3×3×3 convolutions, a pooling after each, two dense layers. */
final class VoxNetwork {
  /** Maps and convolutions per stage. */
  private static final int[][] STAGES = {{8, 2}, {16, 2}, {32, 3}, {64, 3}};

  private VoxNetwork() {}

  static Network build(double dropout, Input input, long seed) {
    input.need("voxcnn", 3, 16);
    Weights weights = new Weights(seed);
    Init init = Init.heFanOut();
    List<Layer> steps = new ArrayList<>();
    int in = input.channels();
    for (int stage = 0; stage < STAGES.length; stage++) {
      int out = STAGES[stage][0];
      for (int i = 0; i < STAGES[stage][1]; i++) {
        String name = "conv" + (stage + 1) + (char) ('a' + i);
        Conv conv = new Conv(weights, name, ConvShape.of(3, in, out, 3).padding(1), init);
        steps.add(x -> relu(conv.forward(x)));
        in = out;
      }
      if (stage < STAGES.length - 1) {
        steps.add(x -> Pool.max(x, 2, 2, 0));
      }
    }
    int values = input.size().stream().mapToInt(n -> n / 16).reduce(in, Math::multiplyExact);
    Linear fc1 = new Linear(weights, "fc1", values, 128, Init.standard());
    BatchNorm norm = new BatchNorm(weights, "bn1", 128);
    Dropout drop = new Dropout(weights, dropout);
    Linear fc2 = new Linear(weights, "fc2", 128, 64, Init.standard());
    Linear fc3 = new Linear(weights, "fc3", 64, input.classes(), Init.standard());
    Layer head =
        Layer.sequence(
            x -> Pool.max(x, 2, 2, 0).flatten(1, -1),
            x -> drop.forward(relu(norm.forward(fc1.forward(x)))),
            x -> relu(fc2.forward(x)),
            fc3);
    return new CutNetwork(weights, Layer.sequence(steps), head);
  }
}
