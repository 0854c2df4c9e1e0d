package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.List;

/**
 * Grows within μ ± c·s: first the mean and deviation of the cubes around the seeds, then, so often,
 * those of what was grown; bounds always take in the seeds. SimpleITK's ConfidenceConnected.
 * Memory: two copies of a channel and the runs.
 */
@About(
    value = "Grows from seeds, learning what belongs to them.",
    source = "Yoo et al. 2002; SimpleITK ConfidenceConnected")
public record ConfidenceConnected(
    @About("[i, j, k] of each") @Unit("voxels") List<Seed> seeds,
    @About("how far from the mean still belongs") @Unit("deviations") @Default("2.5")
        double multiplier,
    @About("how often to learn again") @Default("4") int iterations,
    @About("around each seed") @Unit("voxels") @Default("1") int radius)
    implements ByChannel {
  public ConfidenceConnected {
    seeds = List.copyOf(seeds);
    Require.that(!seeds.isEmpty(), "seeds", seeds, "at least one voxel");
    Require.within("multiplier", multiplier, 0, 1000);
    Require.within("iterations", iterations, 0, 1000);
    Require.within("radius", radius, 0, 100);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    Seed.within(seeds, size);
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (Seed s : seeds) {
      least = Math.min(least, in[s.offset(size)]);
      most = Math.max(most, in[s.offset(size)]);
    }
    double[] stats = around(in, size);
    float[] grown = new float[0];
    for (int n = 0; n <= iterations; n++) {
      double mean = stats[1] / stats[0];
      double variance = (stats[2] - stats[1] * mean) / Math.max(1, stats[0] - 1);
      double reach = multiplier * Math.sqrt(Math.max(0, variance));
      if (n > 0 && variance <= 0) {
        break;
      }
      double low = Math.min(mean - reach, least);
      double high = Math.max(mean + reach, most);
      grown = Grown.from(in, size, seeds, low, high);
      stats = of(in, grown, size);
    }
    return grown;
  }

  /** Number, sum and sum of squares of the seeds' cubes; edges repeated. */
  private double[] around(float[] in, Size size) {
    double[] sums = new double[3];
    for (Seed s : seeds) {
      int ri = size.width() > 1 ? radius : 0;
      int rj = size.height() > 1 ? radius : 0;
      int rk = size.depth() > 1 ? radius : 0;
      for (int k = s.k() - rk; k <= s.k() + rk; k++) {
        for (int j = s.j() - rj; j <= s.j() + rj; j++) {
          for (int i = s.i() - ri; i <= s.i() + ri; i++) {
            double v =
                in[
                    size.offset(
                        Math.clamp(i, 0, size.width() - 1),
                        Math.clamp(j, 0, size.height() - 1),
                        Math.clamp(k, 0, size.depth() - 1))];
            sums[0]++;
            sums[1] += v;
            sums[2] += v * v;
          }
        }
      }
    }
    return sums;
  }

  private static double[] of(float[] in, float[] grown, Size size) {
    double[] sums = new double[3];
    for (int power = 0; power < 3; power++) {
      int p = power;
      sums[p] =
          Rows.sum(
              size,
              (j, k, at) -> {
                double row = 0;
                for (int v = at; v < at + size.width(); v++) {
                  double x = p == 0 ? 1 : p == 1 ? in[v] : (double) in[v] * in[v];
                  row += grown[v] * x;
                }
                return row;
              });
    }
    return sums;
  }
}
