package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * Σ w·v / Σ w with w = exp(−|x − y|²/2σₛ² − (v(x) − v(y))²/2σᵣ²) over a cube of max(2, ⌈3σₛ⌉)
 * voxels to each side, edges repeated. Memory: two copies of a channel.
 *
 * <p>As in the paper, in 3-D too. scikit-image 0.26 is not followed: for windows of odd width its
 * table of spatial weights is one entry too wide, so that weights slip from row to row.
 */
@About(
    value = "Averages neighbours that are near and alike: edges stay.",
    source = "Tomasi and Manduchi 1998")
public record Bilateral(
    @About("deviation in intensity that still counts as alike") @Unit("intensity") double range,
    @About("deviation in space") @Unit("voxels") @Default("1") double sigma)
    implements ByChannel {
  public Bilateral {
    Require.positive("range", range);
    Require.within("sigma", sigma, 1e-3, 20);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    int reach = Math.max(2, (int) Math.ceil(3 * sigma));
    Padded padded = Padded.of(in, size, reach, Outside.NEAREST);
    float[] out = new float[in.length];
    double[] near = new double[reach + 1];
    for (int d = 0; d <= reach; d++) {
      near[d] = Math.exp(-0.5 * d * d / (sigma * sigma));
    }
    Rows.each(size, (j, k, at) -> row(padded, near, j, k, out, at, size.width()));
    return out;
  }

  /** What the neighbours add to each voxel: float is exact enough for differences from it. */
  private void row(Padded padded, double[] near, int j, int k, float[] out, int at, int width) {
    float[] v = padded.voxels();
    float[] centre = new float[width];
    System.arraycopy(v, padded.offset(0, j, k), centre, 0, width);
    float[] difference = new float[width];
    float[] alike = new float[width];
    float[] sum = new float[width];
    float[] total = new float[width];
    float scale = (float) (0.5 / (range * range));
    for (int dk = -padded.rk(); dk <= padded.rk(); dk++) {
      for (int dj = -padded.rj(); dj <= padded.rj(); dj++) {
        double plane = near[Math.abs(dk)] * near[Math.abs(dj)];
        for (int di = -padded.ri(); di <= padded.ri(); di++) {
          System.arraycopy(v, padded.offset(di, j + dj, k + dk), difference, 0, width);
          squares(difference, centre, scale, alike);
          Decay.of(alike);
          collect(alike, difference, (float) (plane * near[Math.abs(di)]), sum, total);
        }
      }
    }
    for (int i = 0; i < width; i++) {
      out[at + i] = centre[i] + sum[i] / total[i];
    }
  }

  private static void squares(float[] row, float[] centre, float scale, float[] squares) {
    for (int i = 0; i < row.length; i++) {
      float d = row[i] - centre[i];
      row[i] = d;
      squares[i] = d * d * scale;
    }
  }

  private static void collect(
      float[] alike, float[] difference, float near, float[] sum, float[] total) {
    for (int i = 0; i < sum.length; i++) {
      float w = alike[i] * near;
      sum[i] += w * difference[i];
      total[i] += w;
    }
  }
}
