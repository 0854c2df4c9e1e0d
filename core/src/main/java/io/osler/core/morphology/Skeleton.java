package io.osler.core.morphology;

import io.osler.core.config.About;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * 1 on a thin centre line of what is not 0, with its connectivity, 0 elsewhere: in 2-D the two
 * subiterations of Zhang and Suen, in 3-D Lee's thinning from six sides. scikit-image's
 * skeletonize: its table mends the paper's rules, by which small squares vanish. Memory: two copies
 * of a channel as bytes and the object's voxels.
 */
@About(
    value = "Thins objects to their centre lines.",
    source = "Zhang and Suen 1984; Lee, Kashyap and Chu 1994; scikit-image skeletonize")
public record Skeleton() implements ByChannel {
  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    Size wide = new Size(size.width() + 2, size.height() + 2, size.is2d() ? 1 : size.depth() + 2);
    byte[] mask = new byte[wide.voxels()];
    int shift = size.is2d() ? 0 : 1;
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        int from = size.offset(0, j, k);
        int to = wide.offset(1, j + 1, k + shift);
        for (int i = 0; i < size.width(); i++) {
          mask[to + i] = (byte) (in[from + i] != 0 ? 1 : 0);
        }
      }
    }
    if (size.is2d()) {
      Zhang.thin(mask, wide.width());
    } else {
      Lee.thin(mask, wide);
    }
    float[] out = new float[in.length];
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        int to = size.offset(0, j, k);
        int from = wide.offset(1, j + 1, k + shift);
        for (int i = 0; i < size.width(); i++) {
          out[to + i] = mask[from + i];
        }
      }
    }
    return out;
  }
}
