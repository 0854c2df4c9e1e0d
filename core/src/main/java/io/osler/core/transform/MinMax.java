package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.volume.Volume;

/**
 * (v − min)/(max − min) per channel, in [0, 1]; a constant channel becomes 0. Memory: two copies of
 * the image.
 */
@About("Lowest value to 0, highest to 1, per channel.")
public record MinMax() implements Intensity {
  @Override
  public Volume apply(Volume image) {
    return Channels.each(
        Channels.finite(image, "min-max"),
        (in, from, to, out) -> {
          Spread s = Spread.range(in, from, to);
          if (!s.constant()) {
            Window.scale(in, from, to, out, s.low(), s.high());
          }
        });
  }
}
