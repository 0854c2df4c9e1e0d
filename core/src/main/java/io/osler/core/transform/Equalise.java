package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Volume;

/**
 * low + (high − low)·F(v) per channel, F its cumulative histogram, linear between bin centres. A
 * constant channel stays. Memory: two copies of the image.
 */
@About(value = "Equalises the histogram.", source = "scikit-image equalize_hist")
public record Equalise(@About("of the histogram") @Default("256") int bins) implements Intensity {
  public Equalise {
    Require.within("bins", bins, 2, 65536);
  }

  @Override
  public Volume apply(Volume image) {
    return Channels.each(Channels.finite(image, "equalise"), this::channel);
  }

  private void channel(float[] in, int from, int to, float[] out) {
    Spread s = Spread.range(in, from, to);
    if (s.constant()) {
      System.arraycopy(in, from, out, from, to - from);
      return;
    }
    double toBin = bins / s.range();
    double[] cumulative = new double[bins];
    for (int v = from; v < to; v++) {
      cumulative[Math.min(bins - 1, (int) ((in[v] - s.low()) * toBin))]++;
    }
    for (int b = 1; b < bins; b++) {
      cumulative[b] += cumulative[b - 1];
    }
    double total = cumulative[bins - 1];
    for (int v = from; v < to; v++) {
      double at = (in[v] - s.low()) * toBin - 0.5;
      int below = Math.clamp((int) Math.floor(at), 0, bins - 1);
      int above = Math.min(bins - 1, below + 1);
      double weight = Math.clamp(at - below, 0, 1);
      double share = cumulative[below] + weight * (cumulative[above] - cumulative[below]);
      out[v] = (float) (s.low() + s.range() * share / total);
    }
  }
}
