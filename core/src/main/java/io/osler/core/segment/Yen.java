package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * 1 where v &gt; t, t the bin centre that maximises ln((P(1 − P))²/(Σ₀p² · Σ₁p²)), P the share up
 * to it. Memory: two copies of a channel.
 */
@About(
    value = "Splits at the threshold of largest correlation.",
    source = "Yen, Chang and Chang 1995; scikit-image threshold_yen")
public record Yen(@About("of the histogram") @Default("256") int bins) implements ByChannel {
  public Yen {
    Require.within("bins", bins, 2, 65536);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    return Histogram.above(in, size, threshold(in));
  }

  double threshold(float[] v) {
    Histogram h = Histogram.of(v, bins);
    if (h.constant()) {
      return h.low();
    }
    double[] right = new double[bins + 1];
    for (int b = bins - 1; b >= 0; b--) {
      double p = (double) h.counts()[b] / v.length;
      right[b] = right[b + 1] + p * p;
    }
    double share = 0;
    double left = 0;
    double best = Double.NEGATIVE_INFINITY;
    int at = 0;
    for (int b = 0; b < bins - 1; b++) {
      double p = (double) h.counts()[b] / v.length;
      share += p;
      left += p * p;
      double both = share * (1 - share);
      double value = Math.log(both * both / (left * right[b + 1]));
      if (value > best) {
        best = value;
        at = b;
      }
    }
    return h.centre(at);
  }
}
