package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.volume.Volume;

/**
 * μ + factor·(v − μ) per channel, μ its mean, clipped to the channel's own range: torchvision's
 * adjust_contrast where a grey image spans [0, 1], and the same whatever unit the image is in.
 * Memory: two copies of the image.
 */
@About(
    value = "Scales about the mean, clipped to the range.",
    source = "torchvision adjust_contrast")
public record Contrast(@About("above 1 strengthens") double factor) implements Intensity {
  public Contrast {
    Require.within("factor", factor, 0, 1000);
  }

  @Override
  public Volume apply(Volume image) {
    return Channels.each(
        image,
        (in, from, to, out) -> {
          Spread s = Spread.of(in, from, to);
          about(s.mean(), factor, s, in, from, to, out);
        });
  }

  static void about(
      double centre, double factor, Spread s, float[] in, int from, int to, float[] out) {
    double low = s.low();
    double high = s.high();
    for (int i = from; i < to; i++) {
      out[i] = (float) Math.max(low, Math.min(high, centre + factor * (in[i] - centre)));
    }
  }
}
