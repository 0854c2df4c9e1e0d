package io.osler.learn.explain;

import io.osler.core.config.Require;
import io.osler.core.io.ColourMap;
import io.osler.core.io.Picture;
import io.osler.core.io.Plane;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;

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

  /**
   * The slice across an axis with the largest sum: the one to show; the middle one without heat.
   */
  public int strongestSlice(int axis) {
    float[] heat = normalised();
    double[] sums = new double[size.get(axis)];
    int v = 0;
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++) {
          sums[axis == 0 ? i : axis == 1 ? j : k] += heat[v++];
        }
      }
    }
    int best = sums.length / 2;
    for (int slice = 0; slice < sums.length; slice++) {
      best = sums[slice] > sums[best] ? slice : best;
    }
    return best;
  }

  /** The picture of a plane with the heat in that plane over it. */
  public Picture over(Picture picture, Plane plane) {
    Plane plain = plane.plain(size);
    float[] heat = plain.of(Volume.of(size, Geometry.UNIT, normalised())).voxels();
    Size flat = Size.of(plain.width(), plain.height());
    Size shown = Size.of(picture.width(), picture.height());
    return picture.overlay(Upsample.linear(heat, flat, shown), ColourMap.INFERNO, ALPHA);
  }
}
