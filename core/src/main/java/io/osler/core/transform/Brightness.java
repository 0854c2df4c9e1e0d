package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.volume.Volume;

/**
 * low + factor·(v − low), clipped to the channel's own range [low, high]: torchvision's
 * adjust_brightness where an image spans [0, 1], and the same whatever unit the image is in.
 * Memory: two copies of the image.
 */
@About(
    value = "Scales from the lowest value upwards, clipped to the range.",
    source = "torchvision adjust_brightness")
public record Brightness(@About("above 1 brightens") double factor) implements Intensity {
  public Brightness {
    Require.within("factor", factor, 0, 1000);
  }

  @Override
  public Volume apply(Volume image) {
    return Channels.each(
        image,
        (in, from, to, out) -> {
          Spread s = Spread.range(in, from, to);
          Contrast.about(s.low(), factor, s, in, from, to, out);
        });
  }
}
