package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.InputException;
import io.osler.core.volume.Volume;

/**
 * NaN and −∞ become the lowest finite value of their channel, +∞ the highest: what lies outside a
 * field of view is as dark as the darkest voxel in it. A channel without a finite value is refused.
 * Memory: two copies of the image.
 */
@About(
    value = "NaN to the lowest finite value, infinite ones to the ends.",
    source = "NumPy nan_to_num")
public record FillUndefined() implements Intensity {
  @Override
  public Volume apply(Volume image) {
    return Channels.each(
        image,
        (in, from, to, out) -> {
          float low = Float.POSITIVE_INFINITY;
          float high = Float.NEGATIVE_INFINITY;
          for (int i = from; i < to; i++) {
            if (Float.isFinite(in[i])) {
              low = Math.min(low, in[i]);
              high = Math.max(high, in[i]);
            }
          }
          if (low > high) {
            throw new InputException(
                "The image holds no finite value in a channel.",
                "a damaged file, or a division by zero when it was made.",
                "take the image out, or make it again.");
          }
          for (int i = from; i < to; i++) {
            out[i] = Float.isNaN(in[i]) ? low : Math.clamp(in[i], low, high);
          }
        });
  }
}
