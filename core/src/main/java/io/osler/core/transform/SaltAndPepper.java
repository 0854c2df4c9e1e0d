package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Volume;
import java.util.SplittableRandom;

/**
 * A share of the voxels becomes the lowest or the highest value of the channel, evenly. Memory: two
 * copies of the image.
 */
@About("Scattered voxels at both ends of the range.")
public record SaltAndPepper(
    @About("share of the voxels") @Unit("fraction") double level,
    @About("the same seed gives the same noise") @Default("0") long seed)
    implements Intensity {
  public SaltAndPepper {
    Require.within("level", level, 0, 1);
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
            double drawn = random.nextDouble();
            double end = drawn < level / 2 ? s.low() : s.high();
            out[v] = drawn < level ? (float) end : in[v];
          }
        });
  }
}
