package io.osler.learn.nn;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool3d;
import static org.bytedeco.pytorch.global.torch.avg_pool2d;
import static org.bytedeco.pytorch.global.torch.avg_pool3d;
import static org.bytedeco.pytorch.global.torch.constant_pad_nd;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.max_pool3d;

import io.osler.learn.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Spatial pooling over two or three axes, whichever {@code x} has. */
public final class Pool {
  private static final long[] PLANE = {2, 3};
  private static final long[] SPACE = {2, 3, 4};

  private Pool() {}

  /** Largest value of each window; the last partial window is dropped. */
  public static Tensor max(Tensor x, int window, int stride, int padding) {
    return max(x, window, stride, padding, false);
  }

  /** Largest value of each window; {@code ceil} keeps the last partial window. */
  public static Tensor max(Tensor x, int window, int stride, int padding, boolean ceil) {
    int dims = (int) x.dim() - 2;
    long[] w = same(dims, window);
    long[] s = same(dims, stride);
    long[] p = same(dims, padding);
    long[] d = same(dims, 1);
    return dims == 2 ? max_pool2d(x, w, s, p, d, ceil) : max_pool3d(x, w, s, p, d, ceil);
  }

  /** Largest value of the window around each voxel; the size stays. */
  public static Tensor maxAround(Tensor x, int window, int dilation) {
    int dims = (int) x.dim() - 2;
    int reach = dilation * (window - 1);
    long[] pads = new long[2 * dims];
    for (int i = 0; i < pads.length; i++) {
      pads[i] = i % 2 == 0 ? reach / 2 : reach - reach / 2;
    }
    try (var scope = new TensorScope()) {
      Tensor padded = constant_pad_nd(x, pads, new Scalar(Double.NEGATIVE_INFINITY));
      long[] w = same(dims, window);
      long[] one = same(dims, 1);
      long[] none = same(dims, 0);
      long[] d = same(dims, dilation);
      return scope.keep(
          dims == 2
              ? max_pool2d(padded, w, one, none, d, false)
              : max_pool3d(padded, w, one, none, d, false));
    }
  }

  /** Mean of each window over two axes; padding counts as zeros, as in PyTorch. */
  public static Tensor average(Tensor x, int window, int stride, int padding) {
    try (var scope = new TensorScope()) {
      long[] w = same(2, window);
      long[] s = same(2, stride);
      return scope.keep(avg_pool2d(x, w, s, same(2, padding), false, true, new LongOptional()));
    }
  }

  /** Mean of windows that tile the axes; the last partial window is dropped. */
  public static Tensor average(Tensor x, List<Integer> window) {
    try (var scope = new TensorScope()) {
      long[] w = Conv.longs(window);
      long[] none = same(w.length, 0);
      return scope.keep(
          w.length == 2
              ? avg_pool2d(x, w, w, none, false, true, new LongOptional())
              : avg_pool3d(x, w, w, none, false, true, new LongOptional()));
    }
  }

  /** Mean over all positions: (N, C, …) to (N, C). */
  public static Tensor global(Tensor x) {
    return x.mean(x.dim() == 4 ? PLANE : SPACE);
  }

  /** Mean over all positions as maps of one voxel: (N, C, …) to (N, C, 1, …). */
  public static Tensor one(Tensor x) {
    long[] one = same((int) x.dim() - 2, 1);
    return one.length == 2 ? adaptive_avg_pool2d(x, one) : adaptive_avg_pool3d(x, one);
  }

  private static long[] same(int dims, int value) {
    long[] values = new long[dims];
    Arrays.fill(values, value);
    return values;
  }
}
