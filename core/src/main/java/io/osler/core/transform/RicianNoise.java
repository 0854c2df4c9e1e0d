package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Volume;
import java.util.SplittableRandom;

/**
 * low + √((v − low + σ·N₁)² + (σ·N₂)²), σ = level times the standard deviation of the channel: what
 * noise in both parts of a complex MR signal leaves in its magnitude (Gudbjartsson &amp; Patz
 * 1995). Memory: two copies of the image.
 */
@About("Noise of magnitude images (MR).")
public record RicianNoise(
    @About("deviation of the noise") @Unit("channel's deviation") double level,
    @About("the same seed gives the same noise") @Default("0") long seed)
    implements Intensity {
  public RicianNoise {
    Require.within("level", level, 0, 1000);
  }

  @Override
  public Volume apply(Volume image) {
    int n = image.size().voxels();
    return Channels.each(
        image,
        (in, from, to, out) -> {
          Spread s = Spread.of(in, from, to);
          SplittableRandom random = new SplittableRandom(seed + from / n);
          double deviation = level * s.deviation();
          for (int v = from; v < to; v++) {
            double real = in[v] - s.low() + deviation * random.nextGaussian();
            double imaginary = deviation * random.nextGaussian();
            out[v] = (float) (s.low() + Math.sqrt(real * real + imaginary * imaginary));
          }
        });
  }
}
