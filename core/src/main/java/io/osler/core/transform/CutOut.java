package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;

/**
 * A box filled with the mean of its channel (DeVries &amp; Taylor 2017); what is known about the
 * case stays. On a 2-D image the box spans the slice. Memory: two copies of the image.
 *
 * @param low first corner as fractions of the size, rounded to voxels
 * @param high the opposite corner
 */
@About(value = "A box filled with the mean.", source = "DeVries & Taylor 2017")
public record CutOut(
    @About("[i, j, k] of the first corner") @Unit("fraction of the size") Vec3 low,
    @About("[i, j, k] of the opposite corner") @Unit("fraction of the size") Vec3 high)
    implements Intensity {
  public CutOut {
    for (int axis = 0; axis < 3; axis++) {
      Require.within("low", low.get(axis), 0, 1);
      Require.within("high", high.get(axis), low.get(axis), 1);
    }
  }

  @Override
  public Volume apply(Volume image) {
    Size size = image.size();
    int i0 = (int) Math.round(low.x() * size.width());
    int i1 = (int) Math.round(high.x() * size.width());
    int j0 = (int) Math.round(low.y() * size.height());
    int j1 = (int) Math.round(high.y() * size.height());
    int k0 = size.is2d() ? 0 : (int) Math.round(low.z() * size.depth());
    int k1 = size.is2d() ? 1 : (int) Math.round(high.z() * size.depth());
    return Channels.each(
        image,
        (in, from, to, out) -> {
          System.arraycopy(in, from, out, from, to - from);
          float mean = (float) Spread.of(in, from, to).mean();
          for (int k = k0; k < k1; k++) {
            for (int j = j0; j < j1; j++) {
              int row = from + size.offset(0, j, k);
              java.util.Arrays.fill(out, row + i0, row + i1, mean);
            }
          }
        });
  }
}
