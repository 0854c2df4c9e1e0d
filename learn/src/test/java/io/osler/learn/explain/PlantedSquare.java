package io.osler.learn.explain;

import io.osler.learn.net.FeatureMaps;
import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Voxels of 1 and −1 by chance, with or without a square (or cube) of stripes of 1 and −1, and a
 * small network that tells which. Every voxel is as strong as every other and every place as
 * bright: only the order of the voxels marks the square, so that mere input, and networks that have
 * not learnt, mark nothing. The network has as many channels as small networks have: of fewer, one
 * or two that happen to like stripes would speak for all.
 */
final class PlantedSquare implements FeatureMaps, AutoCloseable {
  static final int SIDE = 8;

  private final int dims;
  private final int length;
  private final Weights weights;
  private final Conv first;
  private final Conv second;
  private final Linear fc;

  PlantedSquare(int dims, int length, int width, long seed) {
    this.dims = dims;
    this.length = length;
    weights = new Weights(seed);
    first = new Conv(weights, "conv1", ConvShape.of(dims, 1, width, 3).padding(1), Init.heFanOut());
    second =
        new Conv(weights, "conv2", ConvShape.of(dims, width, width, 3).padding(1), Init.heFanOut());
    fc = new Linear(weights, "fc", width, 2, Init.standard());
  }

  int voxels() {
    return (int) Math.pow(length, dims);
  }

  long[] shape(int batch) {
    return dims == 2
        ? new long[] {batch, 1, length, length}
        : new long[] {batch, 1, length, length, length};
  }

  /** Whether the voxel lies in the square that begins at (at, at). */
  boolean inside(int voxel, int at) {
    int rest = voxel;
    for (int axis = 0; axis < dims; axis++) {
      int place = rest % length;
      if (place < at || place >= at + SIDE) {
        return false;
      }
      rest /= length;
    }
    return true;
  }

  /** Chance everywhere, and stripes with one voxel in twenty turned where they are planted. */
  float[] image(boolean planted, int at, SplittableRandom random) {
    float[] image = new float[voxels()];
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextBoolean() ? 1 : -1;
      if (planted && inside(i, at)) {
        image[i] = (i % length % 2 == 0) == (random.nextInt(20) > 0) ? 1 : -1;
      }
    }
    return image;
  }

  /** A few seconds of Adam on fresh images. */
  PlantedSquare trained(int steps) {
    SplittableRandom random = new SplittableRandom(5);
    TensorVector parameters = new TensorVector();
    weights.parameters().values().forEach(parameters::push_back);
    Adam adam = new Adam(parameters, new AdamOptions(0.01));
    int batch = 16;
    for (int step = 0; step < steps; step++) {
      try (var _ = new TensorScope()) {
        float[] values = new float[batch * voxels()];
        float[] sign = new float[batch];
        for (int b = 0; b < batch; b++) {
          boolean planted = b % 2 == 1;
          float[] one = image(planted, random.nextInt(length - SIDE + 1), random);
          System.arraycopy(one, 0, values, b * voxels(), voxels());
          sign[b] = planted ? 1 : -1;
        }
        Tensor logits = forward(Tensors.of(values, shape(batch)));
        Tensor margin = logits.select(1, 1).sub(logits.select(1, 0)).mul(Tensors.of(sign, batch));
        adam.zero_grad();
        torch.softplus(margin.neg()).mean().backward();
        adam.step();
      }
    }
    return this;
  }

  @Override
  public Tensor features(Tensor x) {
    return torch.relu(second.forward(torch.relu(first.forward(x))));
  }

  @Override
  public Tensor head(Tensor features) {
    return fc.forward(Pool.global(features));
  }

  @Override
  public Weights weights() {
    return weights;
  }

  @Override
  public void close() {
    weights.close();
  }
}
