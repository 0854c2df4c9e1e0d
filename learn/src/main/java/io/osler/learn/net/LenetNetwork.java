package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.relu;

import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import org.bytedeco.pytorch.Tensor;

/** LeNet-5; sizes at the right for 28×28 pixels. */
final class LenetNetwork implements FeatureMaps {
  private final Weights weights;
  private final Conv conv1;
  private final Conv conv2;
  private final Linear fc1;
  private final Linear fc2;
  private final Linear fc3;

  LenetNetwork(Input input, long seed) {
    input.need("lenet-5", 2, 16);
    weights = new Weights(seed);
    Init init = Init.standard();
    int maps =
        input.size().stream().mapToInt(n -> ((n - 4) / 2 - 4) / 2).reduce(16, (a, b) -> a * b);
    conv1 = new Conv(weights, "conv1", ConvShape.of(2, input.channels(), 6, 5), init);
    conv2 = new Conv(weights, "conv2", ConvShape.of(2, 6, 16, 5), init);
    fc1 = new Linear(weights, "fc1", maps, 120, init);
    fc2 = new Linear(weights, "fc2", 120, 84, init);
    fc3 = new Linear(weights, "fc3", 84, input.classes(), init);
  }

  @Override
  public Tensor features(Tensor x) {
    x = Pool.max(relu(conv1.forward(x)), 2, 2, 0); // (N,  6, 12, 12)
    return relu(conv2.forward(x)); //                 (N, 16,  8,  8)
  }

  @Override
  public Tensor head(Tensor features) {
    Tensor x = Pool.max(features, 2, 2, 0).flatten(1, -1); // (N, 256)
    return fc3.forward(relu(fc2.forward(relu(fc1.forward(x)))));
  }

  @Override
  public Weights weights() {
    return weights;
  }
}
