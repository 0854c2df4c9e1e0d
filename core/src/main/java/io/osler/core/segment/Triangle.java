package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * 1 where v &gt; t, t the bin whose count lies farthest below the line from the histogram's peak to
 * the end of its longer tail. Memory: two copies of a channel.
 */
@About(
    value = "Splits at the foot of the histogram's peak.",
    source = "Zack, Rogers and Latt 1977; scikit-image threshold_triangle")
public record Triangle(@About("of the histogram") @Default("256") int bins) implements ByChannel {
  public Triangle {
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
    // The first and the last bin hold the lowest and the highest value: neither is empty.
    long[] counts = h.counts();
    int peak = 0;
    for (int b = 1; b < bins; b++) {
      peak = counts[b] > counts[peak] ? b : peak;
    }
    boolean flip = peak < bins - 1 - peak;
    int top = flip ? bins - 1 - peak : peak;
    double norm = Math.sqrt((double) counts[peak] * counts[peak] + (double) top * top);
    double height = counts[peak] / norm;
    double width = top / norm;
    double best = Double.NEGATIVE_INFINITY;
    int at = 0;
    for (int x = 0; x < top; x++) {
      double length = height * x - width * counts[flip ? bins - 1 - x : x];
      if (length > best) {
        best = length;
        at = x;
      }
    }
    return h.centre(flip ? bins - 1 - at : at);
  }
}
