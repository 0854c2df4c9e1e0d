package io.osler.learn.explain;

import io.osler.core.config.Require;
import io.osler.core.io.ColourMap;
import io.osler.core.io.Picture;
import io.osler.core.io.Plane;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.Arrays;

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
   * The slice across an axis to show: with the largest Σ heat · brightness, brightness being 0
   * where the image is darkest and 1 where it is brightest. Heat of feature maps is coarse and
   * spills into the air around a body, where there is nothing to see. Where no heat meets the
   * image, the heat alone decides; without any, the middle.
   */
  public int strongestSlice(int axis, Volume image) {
    float[] heat = normalised();
    float[] bright = new HeatMap(size, raised(image)).normalised();
    double[] both = new double[size.get(axis)];
    double[] alone = new double[size.get(axis)];
    int v = 0;
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++, v++) {
          int slice = axis == 0 ? i : axis == 1 ? j : k;
          both[slice] += (double) heat[v] * bright[v];
          alone[slice] += heat[v];
        }
      }
    }
    return largest(Arrays.stream(both).anyMatch(sum -> sum > 0) ? both : alone);
  }

  /** v − min v of the first channel; 0 where it is not finite. */
  private static float[] raised(Volume image) {
    float[] values = Arrays.copyOf(image.voxels(), image.size().voxels());
    float least = Float.POSITIVE_INFINITY;
    for (float v : values) {
      least = Float.isFinite(v) ? Math.min(least, v) : least;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.isFinite(values[i]) ? values[i] - least : 0;
    }
    return values;
  }

  /** The index of the largest; the middle where all are equal. */
  private static int largest(double[] sums) {
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
