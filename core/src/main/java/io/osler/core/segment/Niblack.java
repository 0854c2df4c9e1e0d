package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * 1 where v &gt; μ − k·s, the mean and deviation of the (2r + 1)ᵈ voxels around each, borders
 * mirrored. Memory: a channel in double, twice.
 */
@About(
    value = "Splits at a threshold of the surroundings.",
    source = "Niblack 1986; scikit-image threshold_niblack")
public record Niblack(
    @About("of the surroundings") @Unit("voxels") @Default("7") int radius,
    @About("deviations below the mean") @Default("0.2") double k)
    implements ByChannel {
  public Niblack {
    Require.within("radius", radius, 1, 200);
    Require.within("k", k, -10, 10);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    return Local.above(in, size, radius, (mean, deviation) -> mean - k * deviation);
  }
}
