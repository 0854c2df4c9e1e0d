package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;

/**
 * 1 where v &gt; t, t ← (μ₀ − μ₁)/(ln μ₀ − ln μ₁) of the means below and above, values counted from
 * the lowest, until it moves by no more than half the smallest gap between two values. Memory:
 * three copies of a channel.
 */
@About(
    value = "Splits at the threshold of least cross entropy.",
    source = "Li and Tam 1998; scikit-image threshold_li")
public record Li() implements ByChannel {
  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    return Histogram.above(in, size, threshold(in, size));
  }

  static double threshold(float[] v, Size size) {
    float[] sorted = v.clone();
    Arrays.parallelSort(sorted);
    double low = sorted[0];
    double gap = Double.POSITIVE_INFINITY;
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] > sorted[i - 1]) {
        gap = Math.min(gap, (double) sorted[i] - sorted[i - 1]);
      }
    }
    double total = sum(v, size, Double.NEGATIVE_INFINITY, low);
    double next = total / v.length;
    double now = Double.NEGATIVE_INFINITY;
    while (Math.abs(next - now) > gap / 2) {
      now = next;
      double t = now;
      double above = sum(v, size, t, low);
      double count =
          Rows.sum(
              size,
              (j, k, at) -> {
                int n = 0;
                for (int i = at; i < at + size.width(); i++) {
                  n += v[i] - low > t ? 1 : 0;
                }
                return n;
              });
      double back = (total - above) / (v.length - count);
      if (back == 0 || count == 0) {
        break;
      }
      double fore = above / count;
      next = (back - fore) / (Math.log(back) - Math.log(fore));
    }
    return next + low;
  }

  private static double sum(float[] v, Size size, double threshold, double low) {
    return Rows.sum(
        size,
        (j, k, at) -> {
          double sum = 0;
          for (int i = at; i < at + size.width(); i++) {
            double x = v[i] - low;
            sum += x > threshold ? x : 0;
          }
          return sum;
        });
  }
}
