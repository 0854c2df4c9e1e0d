package io.osler.core.transform;

import io.osler.core.config.Require;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;

/**
 * Patch results put together: out(v) = Σ w·x / Σ w over the patches that cover v, w a Gaussian of
 * an eighth of the patch size about its centre, never below a thousandth. Collects into its own
 * arrays; for use by one thread.
 */
public final class PatchSum {
  private static final double LEAST = 1e-3;

  private final Size image;
  private final Size patch;
  private final int channels;
  private final float[] sum;
  private final float[] weights;
  private final float[][] bell = new float[3][];

  /** For patches (channels, k, j, i) of one size out of an image. */
  public PatchSum(Size image, Size patch, int channels) {
    Require.atLeast("channels", channels, 1);
    this.image = image;
    this.patch = patch;
    this.channels = channels;
    this.sum = new float[Math.multiplyExact(channels, image.voxels())];
    this.weights = new float[image.voxels()];
    for (int axis = 0; axis < 3; axis++) {
      int n = patch.get(axis);
      bell[axis] = new float[n];
      for (int x = 0; x < n; x++) {
        double d = (x - (n - 1) / 2.0) / (n / 8.0);
        bell[axis][x] = (float) Math.exp(-0.5 * d * d);
      }
    }
  }

  public void add(Voxel start, float[] values) {
    Require.that(
        values.length == channels * patch.voxels(),
        "values.length",
        values.length,
        "channels × patch voxels = " + channels * patch.voxels());
    for (int axis = 0; axis < 3; axis++) {
      Require.within("start", start.get(axis), 0, image.get(axis) - patch.get(axis));
    }
    float[] row = new float[patch.width()];
    for (int k = 0; k < patch.depth(); k++) {
      for (int j = 0; j < patch.height(); j++) {
        float side = bell[2][k] * bell[1][j];
        int to = image.offset(start.i(), start.j() + j, start.k() + k);
        for (int i = 0; i < row.length; i++) {
          row[i] = (float) Math.max(LEAST, side * bell[0][i]);
          weights[to + i] += row[i];
        }
        for (int c = 0; c < channels; c++) {
          int from = c * patch.voxels() + patch.offset(0, j, k);
          int target = c * image.voxels() + to;
          for (int i = 0; i < row.length; i++) {
            sum[target + i] += row[i] * values[from + i];
          }
        }
      }
    }
  }

  /** The weighted mean; refuses when a voxel was covered by no patch. */
  public Volume result(Geometry geometry) {
    float[] out = new float[sum.length];
    for (int v = 0; v < weights.length; v++) {
      Require.that(weights[v] > 0, "patches", "none over voxel " + v, "patches that cover all");
      for (int c = 0; c < channels; c++) {
        out[c * weights.length + v] = sum[c * weights.length + v] / weights[v];
      }
    }
    return new Volume(image, channels, geometry, out);
  }
}
