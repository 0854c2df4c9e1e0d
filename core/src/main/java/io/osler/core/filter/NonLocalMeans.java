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
 * Σ w(x, y)·v(y) / Σ w(x, y) over the y within {@code search} voxels, w = exp(−max(0, D − 2σ²)/h²),
 * D the mean squared difference of the patches around x and y; borders mirrored.
 *
 * <p>Patches are cubes without Gaussian weights, summed as boxes (Darbon 2008, Froment 2014).
 * scikit-image's fast mode differs: it leaves out one face of each patch and counts the centre
 * twice. Memory: two copies of a channel and a few planes per thread.
 */
@About(
    value = "Averages voxels whose surroundings look alike.",
    source = "Buades, Coll and Morel 2005; Froment 2014")
public record NonLocalMeans(
    @About("difference of patches that still counts as alike") @Unit("intensity") double h,
    @About("half the edge of a patch") @Unit("voxels") @Default("1") int patch,
    @About("how far to look") @Unit("voxels") @Default("5") int search,
    @About("of the noise; 0 where unknown") @Unit("intensity") @Default("0") double sigma)
    implements ByChannel {
  /** exp(−x) beyond this is below what a float sum shows. */
  private static final double NONE = 24;

  public NonLocalMeans {
    Require.positive("h", h);
    Require.within("patch", patch, 0, 10);
    Require.within("search", search, 1, 30);
    Require.atLeast("sigma", sigma, 0);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    Padded padded = Padded.of(in, size, patch + search, Outside.MIRROR);
    float[] out = new float[in.length];
    Rows.each(size, (j, k, at) -> row(padded, size, j, k, out, at));
    return out;
  }

  private void row(Padded p, Size size, int j, int k, float[] out, int at) {
    int width = size.width();
    int pi = Math.min(patch, p.ri());
    int pj = Math.min(patch, p.rj());
    int pk = Math.min(patch, p.rk());
    double scale = 1.0 / ((2 * pi + 1) * (2 * pj + 1) * (2 * pk + 1)) / (h * h);
    double noise = 2 * sigma * sigma / (h * h);
    float[] v = p.voxels();
    double[] sum = new double[width];
    double[] total = new double[width];
    float[] columns = new float[width + 2 * pi];
    for (int dk = -p.rk() + pk; dk <= p.rk() - pk; dk++) {
      for (int dj = -p.rj() + pj; dj <= p.rj() - pj; dj++) {
        for (int di = -p.ri() + pi; di <= p.ri() - pi; di++) {
          int shift = p.size().offset(di, dj, dk);
          java.util.Arrays.fill(columns, 0);
          for (int qk = -pk; qk <= pk; qk++) {
            for (int qj = -pj; qj <= pj; qj++) {
              int from = p.offset(-pi, j + qj, k + qk);
              for (int i = 0; i < columns.length; i++) {
                float d = v[from + i] - v[from + i + shift];
                columns[i] += d * d;
              }
            }
          }
          int centre = p.offset(0, j, k) + shift;
          for (int i = 0; i < width; i++) {
            double distance = 0;
            for (int q = 0; q <= 2 * pi; q++) {
              distance += columns[i + q];
            }
            distance = Math.max(0, distance * scale - noise);
            if (distance < NONE) {
              double w = Math.exp(-distance);
              sum[i] += w * v[centre + i];
              total[i] += w;
            }
          }
        }
      }
    }
    for (int i = 0; i < width; i++) {
      out[at + i] = (float) (sum[i] / total[i]);
    }
  }
}
