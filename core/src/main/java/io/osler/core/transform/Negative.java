package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.volume.Volume;

/**
 * low + high − v per channel: bright becomes dark. Its own inverse in intensity; before and after a
 * gamma it makes nnU-Net's inverted gamma. Memory: two copies of the image.
 */
@About("Turns bright into dark.")
public record Negative() implements Intensity {
  @Override
  public Volume apply(Volume image) {
    return Channels.each(
        image,
        (in, from, to, out) -> {
          Spread s = Spread.range(in, from, to);
          double sum = s.low() + s.high();
          for (int i = from; i < to; i++) {
            out[i] = (float) (sum - in[i]);
          }
        });
  }
}
