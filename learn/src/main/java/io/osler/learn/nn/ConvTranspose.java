package io.osler.learn.nn;

import static org.bytedeco.pytorch.global.torch.conv_transpose2d;
import static org.bytedeco.pytorch.global.torch.conv_transpose3d;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * The adjoint of a strided convolution over two or three axes: (N, in, …) to (N, out, …) with n
 * along an axis becoming (n − 1)·stride − 2·padding + kernel + extra.
 */
public final class ConvTranspose implements Layer {
  private final Tensor weight;
  private final TensorOptional bias;
  private final long[] stride;
  private final long[] padding;
  private final long[] extra;
  private final long[] ones;

  /** Kernel and stride alike: every axis grows by its stride, and no two windows meet. */
  public static ConvTranspose enlarging(
      Weights weights,
      String name,
      int in,
      int out,
      List<Integer> stride,
      boolean biased,
      Init init) {
    ConvShape shape = ConvShape.of(in, out, stride).stride(stride);
    return new ConvTranspose(weights, name, biased ? shape : shape.withoutBias(), 0, init);
  }

  /**
   * Registers {@code name.weight} (in, out, kernel…) and, unless the shape is without, {@code
   * name.bias}.
   *
   * @param extra further voxels at the far end of each axis ("output padding")
   */
  public ConvTranspose(Weights weights, String name, ConvShape shape, int extra, Init init) {
    long[] size = shape.weight();
    size[0] = shape.in();
    size[1] = shape.out();
    weight = weights.parameter(name + ".weight", random -> init.weight(size, random), size);
    bias = Conv.bias(weights, name, shape, size, init);
    stride = Conv.longs(shape.stride());
    padding = Conv.longs(shape.padding());
    this.extra = new long[shape.dims()];
    Arrays.fill(this.extra, extra);
    ones = new long[shape.dims()];
    Arrays.fill(ones, 1);
  }

  @Override
  public Tensor forward(Tensor x) {
    return stride.length == 2
        ? conv_transpose2d(x, weight, bias, stride, padding, extra, 1, ones)
        : conv_transpose3d(x, weight, bias, stride, padding, extra, 1, ones);
  }
}
