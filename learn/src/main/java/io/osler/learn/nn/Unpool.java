package io.osler.learn.nn;

import static org.bytedeco.pytorch.global.torch.max_pool2d_with_indices;
import static org.bytedeco.pytorch.global.torch.max_pool3d_with_indices;
import static org.bytedeco.pytorch.global.torch.max_unpool2d;
import static org.bytedeco.pytorch.global.torch.max_unpool3d;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Max pooling by two along every axis that remembers where each maximum lay, and its way back.
 *
 * @param values (N, C, n / 2, …)
 * @param places of the maxima in the images, as flat indices
 * @param size of the images
 */
public record Unpool(Tensor values, Tensor places, long[] size) {
  public static Unpool pool(Tensor x) {
    int dims = (int) x.dim() - 2;
    long[] size = Arrays.copyOfRange(x.shape(), 2, 2 + dims);
    long[] two = filled(dims, 2);
    long[] none = filled(dims, 0);
    long[] one = filled(dims, 1);
    var pooled =
        dims == 2
            ? max_pool2d_with_indices(x, two, two, none, one, false)
            : max_pool3d_with_indices(x, two, two, none, one, false);
    return new Unpool(pooled.get0(), pooled.get1(), size);
  }

  /** Puts the values of {@code y} back to where the maxima lay, zeros elsewhere; float32. */
  public Tensor back(Tensor y) {
    Tensor wide = y.scalar_type().intern() == ScalarType.BFloat16 ? y.to(ScalarType.Float) : y;
    return size.length == 2
        ? max_unpool2d(wide, places, size)
        : max_unpool3d(wide, places, size, filled(3, 2), filled(3, 0));
  }

  private static long[] filled(int length, long value) {
    long[] values = new long[length];
    Arrays.fill(values, value);
    return values;
  }
}
