package io.osler.learn.explain;

import io.osler.core.config.Require;
import io.osler.core.io.ColourMap;
import io.osler.core.io.Picture;
import io.osler.core.volume.Size;

/**
 * How much each voxel spoke for a class, on the grid of the input; i runs fastest. Negative values
 * spoke against it, where the method tells them apart.
 *
 * <p>The constructor takes the array over: nobody writes to it again.
 */
public record HeatMap(Size size, float[] values) {
  private static final double ALPHA = 0.45;

  public HeatMap {
    Require.that(
        values.length == size.voxels(), "values", values.length, "one per voxel of " + size);
  }

  /** max(0, v) / max v, in [0, 1]; all 0 where nothing spoke for the class. */
  public float[] normalised() {
    float most = 0;
    for (float v : values) {
      most = Math.max(most, v);
    }
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = most > 0 ? Math.max(0, values[i]) / most : 0;
    }
    return out;
  }

  /** The slice with the largest sum: the one to show. */
  public int strongestSlice() {
    float[] heat = normalised();
    int plane = size.width() * size.height();
    int best = 0;
    double most = -1;
    for (int k = 0; k < size.depth(); k++) {
      double sum = 0;
      for (int i = 0; i < plane; i++) {
        sum += heat[k * plane + i];
      }
      if (sum > most) {
        most = sum;
        best = k;
      }
    }
    return best;
  }

  /** The picture of slice k with the heat of that slice over it; {@code picture} may be larger. */
  public Picture over(Picture picture, int slice) {
    Require.within("slice", slice, 0, size.depth() - 1);
    int plane = size.width() * size.height();
    float[] heat = java.util.Arrays.copyOfRange(normalised(), slice * plane, (slice + 1) * plane);
    Size flat = Size.of(size.width(), size.height());
    Size shown = Size.of(picture.width(), picture.height());
    return picture.overlay(Upsample.linear(heat, flat, shown), ColourMap.INFERNO, ALPHA);
  }
}
