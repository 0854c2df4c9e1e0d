package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Volume;

/**
 * clip((v − low)/(high − low), 0, 1), for example lung −1000 to 400 HU. NaN stays NaN. Memory: two
 * copies of the image.
 *
 * @param low what becomes 0, in the image's unit
 * @param high what becomes 1
 */
@About("One value to 0, another to 1, clipped.")
public record Window(
    @About("what becomes 0") @Unit("the image's") double low,
    @About("what becomes 1") @Unit("the image's") double high)
    implements Intensity {
  public Window {
    Require.that(Double.isFinite(low), "low", low, "a finite number");
    Require.that(high > low && Double.isFinite(high), "high", high, "more than low, " + low);
  }

  @Override
  public Volume apply(Volume image) {
    return Channels.each(image, (in, from, to, out) -> scale(in, from, to, out, low, high));
  }

  static void scale(float[] in, int from, int to, float[] out, double low, double high) {
    double factor = 1 / (high - low);
    for (int i = from; i < to; i++) {
      out[i] = (float) Math.max(0, Math.min(1, (in[i] - low) * factor));
    }
  }
}
