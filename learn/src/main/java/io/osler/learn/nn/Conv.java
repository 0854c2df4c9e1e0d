package io.osler.learn.nn;

import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.conv3d;

import io.osler.learn.tensor.Precision;
import io.osler.learn.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** y = W ∗ x + b over two or three axes: (N, in, [D,] H, W) to (N, out, [d,] h, w). */
public final class Conv implements Layer {
  private final Tensor weight;
  private final TensorOptional bias;
  private final long[] stride;
  private final long[] padding;
  private final long[] dilation;
  private final long groups;
  private final TinyConv tiny;

  /** Registers {@code name.weight} and, unless the shape is without, {@code name.bias}. */
  public Conv(Weights weights, String name, ConvShape shape, Init init) {
    long[] size = shape.weight();
    weight = weights.parameter(name + ".weight", random -> init.weight(size, random), size);
    bias = bias(weights, name, shape, size, init);
    stride = longs(shape.stride());
    padding = longs(shape.padding());
    dilation = longs(shape.dilation());
    groups = shape.groups();
    tiny = new TinyConv(Arrays.copyOfRange(size, 2, size.length), stride, padding, dilation);
  }

  /** Registers {@code name.bias} for a weight of this size, unless the shape is without. */
  static TensorOptional bias(
      Weights weights, String name, ConvShape shape, long[] size, Init init) {
    try (var _ = new TensorScope()) {
      return weights.hold(
          shape.bias()
              ? new TensorOptional(
                  weights.parameter(name + ".bias", random -> init.bias(size, random), shape.out()))
              : new TensorOptional());
    }
  }

  @Override
  public Tensor forward(Tensor x) {
    if (!reachesBeyond(x)) {
      return convolved(x);
    }
    return groups == 1 && !bias.has_value() && tiny.fits(x)
        ? tiny.forward(x, weight)
        : Precision.exactly(x, this::convolved);
  }

  /**
   * Whether the kernel is longer than the image along some axis. The weight gradients of oneDNN's
   * bfloat16 kernels (3.10, AVX-512) are then garbage: at depth 2 with a 3×3×3 kernel, at width 1
   * with stride 2.
   */
  private boolean reachesBeyond(Tensor x) {
    for (int axis = 0; axis < stride.length; axis++) {
      if (x.size(2 + axis) < weight.size(2 + axis)) {
        return true;
      }
    }
    return false;
  }

  private Tensor convolved(Tensor x) {
    return stride.length == 2
        ? conv2d(x, weight, bias, stride, padding, dilation, groups)
        : conv3d(x, weight, bias, stride, padding, dilation, groups);
  }

  static long[] longs(List<Integer> values) {
    return values.stream().mapToLong(Integer::longValue).toArray();
  }
}
