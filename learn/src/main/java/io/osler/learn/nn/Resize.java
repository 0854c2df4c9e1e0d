package io.osler.learn.nn;

import static org.bytedeco.pytorch.global.torch.upsample_bilinear2d;
import static org.bytedeco.pytorch.global.torch.upsample_nearest2d;
import static org.bytedeco.pytorch.global.torch.upsample_nearest3d;
import static org.bytedeco.pytorch.global.torch.upsample_trilinear3d;

import org.bytedeco.pytorch.Tensor;

/** Maps (N, C, …) at the spatial size of another tensor; two or three axes. */
public final class Resize {
  private Resize() {}

  /** Bi- or trilinear between voxel centres, as PyTorch's interpolate without aligned corners. */
  public static Tensor linear(Tensor x, Tensor like) {
    long[] size = size(like);
    if (same(x, size)) {
      return x;
    }
    return size.length == 2
        ? upsample_bilinear2d(x, size, false)
        : upsample_trilinear3d(x, size, false);
  }

  /** Voxel i takes ⌊i·n / m⌋ along an axis that goes from n to m. */
  public static Tensor nearest(Tensor x, Tensor like) {
    long[] size = size(like);
    if (same(x, size)) {
      return x;
    }
    return size.length == 2 ? upsample_nearest2d(x, size) : upsample_nearest3d(x, size);
  }

  /** The first voxels along each axis. */
  public static Tensor crop(Tensor x, Tensor like) {
    Tensor y = x;
    for (int axis = 2; axis < x.dim(); axis++) {
      if (y.size(axis) != like.size(axis)) {
        y = y.narrow(axis, 0, like.size(axis));
      }
    }
    return y;
  }

  private static long[] size(Tensor like) {
    long[] size = new long[(int) like.dim() - 2];
    for (int axis = 0; axis < size.length; axis++) {
      size[axis] = like.size(axis + 2);
    }
    return size;
  }

  private static boolean same(Tensor x, long[] size) {
    for (int axis = 0; axis < size.length; axis++) {
      if (x.size(axis + 2) != size[axis]) {
        return false;
      }
    }
    return true;
  }
}
