package io.osler.learn.nn;

import static org.bytedeco.pytorch.global.torch.constant_pad_nd;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * y = W ∗ x as one matrix product: for each place of the output the values under the kernel make a
 * row of k·in numbers, W a matrix of k·in by out. On images smaller than the kernel this takes half
 * the time of oneDNN's float32 kernels, and its bfloat16 gradients are right where oneDNN's are
 * not.
 */
final class TinyConv {
  /** Beyond this many places the rows take more memory than the product saves time. */
  private static final long MOST_PLACES = 64;

  private final long[] kernel;
  private final long[] stride;
  private final long[] padding;
  private final long[] dilation;

  TinyConv(long[] kernel, long[] stride, long[] padding, long[] dilation) {
    this.kernel = kernel;
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
  }

  /** Whether the output for {@code x} is small enough. */
  boolean fits(Tensor x) {
    long places = 1;
    for (int axis = 0; axis < kernel.length; axis++) {
      places *= length(x, axis);
    }
    return places > 0 && places <= MOST_PLACES;
  }

  /** (N, in, [D,] H, W) by a weight of (out, in, k…) to (N, out, [d,] h, w), without bias. */
  Tensor forward(Tensor x, Tensor weight) {
    long[] at = places(x);
    long out = weight.size(0);
    Tensor padded = constant_pad_nd(x, amounts(), new Scalar(0)).flatten(2, -1);
    Tensor rows =
        padded
            .transpose(1, 2)
            .index_select(1, Tensor.create(at))
            .reshape(-1, taps() * weight.size(1));
    Tensor columns = weight.flatten(2, -1).transpose(1, 2).reshape(out, -1);
    return rows.matmul(columns.t()).view(shape(x, out)).movedim(-1, 1);
  }

  /** For each place of the output, for each tap of the kernel: the voxel of the padded image. */
  private long[] places(Tensor x) {
    long[] from = {0};
    for (int axis = 0; axis < kernel.length; axis++) {
      from = spread(from, x.size(2 + axis) + 2 * padding[axis], length(x, axis), stride[axis]);
    }
    long[] tap = {0};
    for (int axis = 0; axis < kernel.length; axis++) {
      tap = spread(tap, x.size(2 + axis) + 2 * padding[axis], kernel[axis], dilation[axis]);
    }
    long[] places = new long[from.length * tap.length];
    for (int p = 0; p < from.length; p++) {
      for (int t = 0; t < tap.length; t++) {
        places[p * tap.length + t] = from[p] + tap[t];
      }
    }
    return places;
  }

  /**
   * One more axis of {@code side} voxels, of which {@code count} are visited, {@code step} apart.
   */
  private static long[] spread(long[] before, long side, long count, long step) {
    long[] all = new long[before.length * (int) count];
    for (int b = 0; b < before.length; b++) {
      for (int i = 0; i < count; i++) {
        all[b * (int) count + i] = before[b] * side + i * step;
      }
    }
    return all;
  }

  private long length(Tensor x, int axis) {
    long room = x.size(2 + axis) + 2 * padding[axis] - dilation[axis] * (kernel[axis] - 1) - 1;
    return room < 0 ? 0 : room / stride[axis] + 1;
  }

  private long taps() {
    long taps = 1;
    for (long side : kernel) {
      taps *= side;
    }
    return taps;
  }

  private long[] shape(Tensor x, long out) {
    long[] shape = new long[kernel.length + 2];
    shape[0] = x.size(0);
    for (int axis = 0; axis < kernel.length; axis++) {
      shape[1 + axis] = length(x, axis);
    }
    shape[kernel.length + 1] = out;
    return shape;
  }

  /** Before and after each axis, the last axis first. */
  private long[] amounts() {
    long[] amounts = new long[2 * padding.length];
    for (int axis = 0; axis < padding.length; axis++) {
      int last = 2 * (padding.length - 1 - axis);
      amounts[last] = padding[axis];
      amounts[last + 1] = padding[axis];
    }
    return amounts;
  }
}
