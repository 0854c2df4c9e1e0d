package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.List;

/**
 * 1 where low ≤ v ≤ high and faces join it to a seed through such voxels; SimpleITK's
 * ConnectedThreshold. Memory: two copies of a channel and the runs.
 */
@About(
    value = "Grows from seeds within two intensities.",
    source = "Adams and Bischof 1994; SimpleITK ConnectedThreshold")
public record RegionGrowing(
    @About("[i, j, k] of each") @Unit("voxels") List<Seed> seeds,
    @About("lowest that counts") @Unit("intensity") double low,
    @About("highest that counts") @Unit("intensity") double high)
    implements ByChannel {
  public RegionGrowing {
    seeds = List.copyOf(seeds);
    Require.that(!seeds.isEmpty(), "seeds", seeds, "at least one voxel");
    Require.that(Double.isFinite(low), "low", low, "a finite number");
    Require.that(Double.isFinite(high) && high >= low, "high", high, "at least low, " + low);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    return Grown.from(in, size, Seed.within(seeds, size), low, high);
  }
}
