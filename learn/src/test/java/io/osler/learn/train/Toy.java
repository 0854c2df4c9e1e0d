package io.osler.learn.train;

import io.osler.learn.loss.SoftCrossEntropy;
import io.osler.learn.net.Network;
import io.osler.learn.nn.BatchNorm;
import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Dropout;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Weights;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A network with every kind of part, small enough for a thousand steps in a second. */
record Toy(Weights weights, Conv conv, BatchNorm norm, Dropout dropout, Linear head)
    implements Network {
  static final int SIDE = 8;
  static final int BATCH = 8;

  static Toy made(long seed) {
    Weights weights = new Weights(seed);
    return new Toy(
        weights,
        new Conv(weights, "conv", ConvShape.of(2, 1, 4, 3).padding(1), Init.heFanOut()),
        new BatchNorm(weights, "norm", 4),
        new Dropout(weights, 0.2),
        new Linear(weights, "head", 4, 2, Init.standard()));
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = torch.relu(norm.forward(conv.forward(x))); // (N, 4, 8, 8)
    return head.forward(dropout.forward(y.flatten(2, -1).mean(new long[] {2})));
  }

  /** A fit of this network to two kinds of noise. */
  Fit fit(Course course, Compute compute, ToDoubleFunction<String> rates) {
    var loss = new SoftCrossEntropy(held());
    return new Fit(this, b -> loss.of(forward(b.image()), b.truth()), course, compute, 7, rates);
  }

  private static Tensor held() {
    Tensor even = Tensors.of(new float[] {1, 1}, 2);
    even.retainReference();
    return even;
  }

  /** Noise whose scale tells the class; a pure function of the step. */
  static Batches batches() {
    return new Batches() {
      @Override
      public Batch at(long step) {
        float[] images = new float[BATCH * SIDE * SIDE];
        float[] truth = new float[BATCH * 2];
        var random = new SplittableRandom(step);
        for (int b = 0; b < BATCH; b++) {
          int kind = random.nextInt(2);
          truth[2 * b + kind] = 1;
          for (int i = 0; i < SIDE * SIDE; i++) {
            images[b * SIDE * SIDE + i] = (float) random.nextGaussian() * (1 + kind);
          }
        }
        return new Batch(Tensors.of(images, BATCH, 1, SIDE, SIDE), Tensors.of(truth, BATCH, 2));
      }

      @Override
      public void close() {}
    };
  }

  /** Every parameter and buffer as Java numbers. */
  Map<String, float[]> state() {
    Map<String, float[]> values = new LinkedHashMap<>();
    weights.state().forEach((name, tensor) -> values.put(name, Tensors.floats(tensor)));
    return values;
  }
}
