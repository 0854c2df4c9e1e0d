package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * 1 where v &gt; t, t the bin centre that maximises n₁·n₂·(μ₁ − μ₂)² of the two classes; 0
 * elsewhere. Memory: two copies of a channel.
 */
@About(value = "Splits at the best threshold of two classes.", source = "Otsu 1979; scikit-image")
public record Otsu(@About("of the histogram") @Default("256") int bins) implements ByChannel {
  public Otsu {
    Require.within("bins", bins, 2, 65536);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    return Histogram.above(in, size, threshold(in));
  }

  /** The threshold; of a constant image its value. */
  public double threshold(float[] v) {
    Histogram h = Histogram.of(v, bins);
    double total = 0;
    for (int b = 0; b < bins; b++) {
      total += h.counts()[b] * h.centre(b);
    }
    double best = -1;
    int at = 0;
    double below = 0;
    long count = 0;
    for (int b = 0; b < bins - 1 && !h.constant(); b++) {
      count += h.counts()[b];
      below += h.counts()[b] * h.centre(b);
      double rest = v.length - (double) count;
      double difference = below / count - (total - below) / rest;
      double between = count * rest * difference * difference;
      if (between > best) {
        best = between;
        at = b;
      }
    }
    return h.constant() ? h.low() : h.centre(at);
  }
}
