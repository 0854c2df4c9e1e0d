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
  /** Of the table of exp(−x); between its entries linear, wrong by 2⁻³⁰ at most. */
  private static final int BINS = 1 << 14;

  private static final double MOST = 24; // exp(−24) is below float's resolution

  private static final double[] TABLE = table();

  public Bilateral {
    Require.positive("range", range);
    Require.within("sigma", sigma, 1e-3, 20);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    int reach = Math.max(2, (int) Math.ceil(3 * sigma));
    Padded padded = Padded.of(in, size, reach, Outside.NEAREST);
    float[] v = padded.voxels();
    float[] out = new float[in.length];
    double[] near = new double[reach + 1];
    for (int d = 0; d <= reach; d++) {
      near[d] = Math.exp(-0.5 * d * d / (sigma * sigma));
    }
    double scale = BINS / MOST / (2 * range * range);
    Rows.each(
        size,
        (j, k, at) -> {
          double[] sum = new double[size.width()];
          double[] total = new double[size.width()];
          int centre = padded.offset(0, j, k);
          for (int dk = -padded.rk(); dk <= padded.rk(); dk++) {
            for (int dj = -padded.rj(); dj <= padded.rj(); dj++) {
              double plane = near[Math.abs(dk)] * near[Math.abs(dj)];
              for (int di = -padded.ri(); di <= padded.ri(); di++) {
                double weight = plane * near[Math.abs(di)];
                int other = padded.offset(di, j + dj, k + dk);
                for (int i = 0; i < sum.length; i++) {
                  double value = v[other + i];
                  double difference = value - v[centre + i];
                  double w = weight * alike(difference * difference * scale);
                  sum[i] += w * value;
                  total[i] += w;
                }
              }
            }
          }
          for (int i = 0; i < sum.length; i++) {
            out[at + i] = (float) (sum[i] / total[i]);
          }
        });
    return out;
  }

  private static double alike(double x) {
    int bin = (int) Math.min(x, BINS - 1);
    double rest = Math.min(x - bin, 1);
    return TABLE[bin] + rest * (TABLE[bin + 1] - TABLE[bin]);
  }

  private static double[] table() {
    double[] table = new double[BINS + 1];
    for (int bin = 0; bin < BINS; bin++) {
      table[bin] = Math.exp(-bin * MOST / BINS);
    }
    return table;
  }
}
