package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * 1 where v &gt; μ·(1 + k·(s/R − 1)), the mean and deviation of the (2r + 1)ᵈ voxels around each,
 * borders mirrored; R = 0 stands for half the image's own range. Memory: a channel in double,
 * twice.
 */
@About(
    value = "Splits at a threshold of the surroundings, calm where they are flat.",
    source = "Sauvola and Pietikäinen 2000; scikit-image threshold_sauvola")
public record Sauvola(
    @About("of the surroundings") @Unit("voxels") @Default("7") int radius,
    @About("weight of the deviation") @Default("0.2") double k,
    @About("largest deviation there is; 0 is half the range") @Unit("intensity") @Default("0")
        double range)
    implements ByChannel {
  public Sauvola {
    Require.within("radius", radius, 1, 200);
    Require.within("k", k, -10, 10);
    Require.atLeast("range", range, 0);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    double most = range;
    if (most == 0) {
      Histogram h = Histogram.of(in, 2);
      most = h.constant() ? 1 : (h.high() - h.low()) / 2;
    }
    double r = most;
    return Local.above(in, size, radius, (mean, deviation) -> mean * (1 + k * (deviation / r - 1)));
  }
}
