package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Volume;
import java.util.SplittableRandom;

/**
 * v + (v − low)·level·N(0, 1): noise in proportion to the signal, as in ultrasound. Memory: two
 * copies of the image.
 */
@About("Noise in proportion to the signal.")
public record SpeckleNoise(
    @About("deviation of the factor") @Unit("fraction") double level,
    @About("the same seed gives the same noise") @Default("0") long seed)
    implements Intensity {
  public SpeckleNoise {
    Require.within("level", level, 0, 100);
  }

  @Override
  public Volume apply(Volume image) {
    int n = image.size().voxels();
    return Channels.each(
        image,
        (in, from, to, out) -> {
          Spread s = Spread.of(in, from, to);
          SplittableRandom random = new SplittableRandom(seed + from / n);
          for (int v = from; v < to; v++) {
            out[v] = (float) (in[v] + (in[v] - s.low()) * level * random.nextGaussian());
          }
        });
  }
}
