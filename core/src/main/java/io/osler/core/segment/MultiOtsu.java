package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;

/**
 * Class c where exactly c of the thresholds t₁ &lt; t₂ &lt; … lie below v; they maximise Σ wₖμₖ²,
 * found exactly by dynamic programming over the bins. Memory: two copies of a channel.
 */
@About(
    value = "Splits into classes 0, 1, 2 … at the best thresholds.",
    source = "Liao, Chen and Chung 2001; scikit-image threshold_multiotsu")
public record MultiOtsu(
    @About("how many") @Default("3") int classes,
    @About("of the histogram") @Default("256") int bins)
    implements ByChannel {
  public MultiOtsu {
    Require.within("classes", classes, 2, 10);
    Require.within("bins", bins, classes, 4096);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    double[] t = thresholds(in);
    float[] out = new float[in.length];
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            int above = 0;
            for (double one : t) {
              above += in[v] > one ? 1 : 0;
            }
            out[v] = above;
          }
        });
    return out;
  }

  /** Ascending; fewer where the image has fewer values than classes. */
  public double[] thresholds(float[] v) {
    Histogram h = Histogram.of(v, bins);
    long filled = Arrays.stream(h.counts()).filter(c -> c > 0).count();
    int parts = (int) Math.min(classes, filled);
    if (h.constant() || parts < 2) {
      return new double[0];
    }
    double[] mass = new double[bins + 1];
    double[] moment = new double[bins + 1];
    for (int b = 0; b < bins; b++) {
      double p = (double) h.counts()[b] / v.length;
      mass[b + 1] = mass[b] + p;
      moment[b + 1] = moment[b] + b * p;
    }
    double[][] best = new double[parts + 1][bins + 1];
    int[][] from = new int[parts + 1][bins + 1];
    for (double[] row : best) {
      Arrays.fill(row, Double.NEGATIVE_INFINITY);
    }
    best[0][0] = 0;
    for (int c = 1; c <= parts; c++) {
      for (int end = c; end <= bins; end++) {
        for (int start = c - 1; start < end; start++) {
          double w = mass[end] - mass[start];
          double m = moment[end] - moment[start];
          double value = best[c - 1][start] + (w > 0 ? m * m / w : 0);
          if (value > best[c][end]) {
            best[c][end] = value;
            from[c][end] = start;
          }
        }
      }
    }
    double[] thresholds = new double[parts - 1];
    int end = bins;
    for (int c = parts; c > 1; c--) {
      end = from[c][end];
      thresholds[c - 2] = h.centre(end - 1);
    }
    return thresholds;
  }
}
