package io.osler.learn.explain;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.core.volume.Size;
import io.osler.learn.net.Network;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** One network, one input and the class asked about. */
record Subject(Network network, float[] input, long[] shape, int target) {

  static Subject of(Network network, Tensor input, int target) {
    long[] shape = input.shape();
    if ((shape.length != 4 && shape.length != 5) || shape[0] != 1) {
      throw new InputException(
          "An input of shape " + java.util.Arrays.toString(shape) + " cannot be explained.",
          "",
          "give one image, (1, C, H, W) or (1, C, D, H, W).");
    }
    Require.atLeast("class", target, 0);
    return new Subject(network, Tensors.floats(input), shape, target);
  }

  Size size() {
    return size(shape);
  }

  static Size size(long[] shape) {
    int last = shape.length - 1;
    int depth = shape.length == 5 ? (int) shape[2] : 1;
    return new Size((int) shape[last], (int) shape[last - 1], depth);
  }

  int channels() {
    return (int) shape[1];
  }

  /** {@code batch} inputs one after the other, as a tensor. */
  Tensor tensor(float[] values, int batch) {
    long[] many = shape.clone();
    many[0] = batch;
    return Tensors.of(values, many);
  }

  /** y(x): the class's logit for each of the inputs in {@code values}. */
  float[] logits(float[] values, int batch) {
    try (var _ = new TensorScope();
        var off = new org.bytedeco.pytorch.NoGradGuard()) {
      return Tensors.floats(logit(network.forward(tensor(values, batch))));
    }
  }

  /** ∂y/∂x for each of the inputs in {@code values}, in their layout. */
  float[] gradients(float[] values, int batch) {
    try (var _ = new TensorScope()) {
      Tensor x = tensor(values, batch).set_requires_grad(true);
      return Tensors.floats(gradient(logit(network.forward(x)).sum(), x));
    }
  }

  /** (N, classes) → (N). */
  Tensor logit(Tensor logits) {
    Require.within("class", target, 0, logits.size(1) - 1);
    return logits.select(1, target);
  }

  /** ∂y/∂x alone: the weights' own gradients are not touched. */
  static Tensor gradient(Tensor y, Tensor x) {
    return torch.grad(new TensorVector(y), new TensorVector(x)).get(0);
  }
}
