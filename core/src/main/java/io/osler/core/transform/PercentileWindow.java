package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Volume;
import java.util.Arrays;

/**
 * clip((v − p_low)/(p_high − p_low), 0, 1) per channel, p the percentiles of its own voxels, with
 * linear interpolation between order statistics (NumPy's default). Equal percentiles give 0.
 * Memory: two copies of the image and one of a channel.
 */
@About("One percentile to 0, another to 1, clipped, per channel.")
public record PercentileWindow(
    @About("what becomes 0") @Unit("percent") @Default("0.5") double low,
    @About("what becomes 1") @Unit("percent") @Default("99.5") double high)
    implements Intensity {
  public PercentileWindow {
    Require.within("low", low, 0, 100);
    Require.within("high", high, 0, 100);
    Require.that(low < high, "high", high, "more than low, " + low);
  }

  @Override
  public Volume apply(Volume image) {
    return Channels.each(
        Channels.finite(image, "percentile-window"),
        (in, from, to, out) -> {
          float[] sorted = Arrays.copyOfRange(in, from, to);
          Arrays.sort(sorted);
          double bottom = percentile(sorted, low);
          double top = percentile(sorted, high);
          if (top > bottom) {
            Window.scale(in, from, to, out, bottom, top);
          }
        });
  }

  static double percentile(float[] sorted, double percent) {
    double at = percent / 100 * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * ((double) sorted[above] - sorted[below]);
  }
}
