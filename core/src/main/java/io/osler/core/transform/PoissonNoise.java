package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Volume;
import java.util.SplittableRandom;

/**
 * low + range·P(peak·(v − low)/range)/peak, P Poisson-distributed: counting noise at {@code peak}
 * counts where the channel is brightest. A constant channel stays. Memory: two copies of the image.
 */
@About("Counting noise.")
public record PoissonNoise(
    @About("counts at the brightest voxel") double peak,
    @About("the same seed gives the same noise") @Default("0") long seed)
    implements Intensity {
  /** From here the normal distribution with continuity correction stands in: off by under 1 %. */
  private static final double MANY = 200;

  public PoissonNoise {
    Require.within("peak", peak, 1e-3, 1e9);
  }

  @Override
  public Volume apply(Volume image) {
    int n = image.size().voxels();
    return Channels.each(
        Channels.finite(image, "poisson-noise"),
        (in, from, to, out) -> {
          Spread s = Spread.range(in, from, to);
          if (s.constant()) {
            System.arraycopy(in, from, out, from, to - from);
            return;
          }
          SplittableRandom random = new SplittableRandom(seed + from / n);
          double toCounts = peak / s.range();
          for (int v = from; v < to; v++) {
            double counts = draw(random, (in[v] - s.low()) * toCounts);
            out[v] = (float) (s.low() + counts / toCounts);
          }
        });
  }

  /** Knuth's product of uniforms, in logarithms. */
  private static double draw(SplittableRandom random, double mean) {
    if (mean > MANY) {
      return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    int counts = 0;
    for (double left = mean + Math.log(1 - random.nextDouble()); left > 0; counts++) {
      left += Math.log(1 - random.nextDouble());
    }
    return counts;
  }
}
