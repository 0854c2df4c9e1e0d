package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Volume;
import java.util.SplittableRandom;

/**
 * v + level·σ·N(0, 1), σ the channel's standard deviation; independent per voxel and channel.
 * Memory: two copies of the image.
 *
 * @param level noise deviation as a fraction of the channel's
 * @param seed the same seed gives the same noise
 */
@About("Adds normal noise.")
public record GaussianNoise(
    @About("deviation of the noise") @Unit("channel's deviation") double level,
    @About("the same seed gives the same noise") @Default("0") long seed)
    implements Intensity {
  public GaussianNoise {
    Require.within("level", level, 0, 1000);
  }

  @Override
  public Volume apply(Volume image) {
    int n = image.size().voxels();
    return Channels.each(
        image,
        (in, from, to, out) -> {
          double deviation = level * Spread.of(in, from, to).deviation();
          SplittableRandom random = new SplittableRandom(seed + from / n);
          for (int i = from; i < to; i++) {
            out[i] = (float) (in[i] + deviation * random.nextGaussian());
          }
        });
  }
}
