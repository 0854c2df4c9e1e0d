package io.osler.core.morphology;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * 1 on the connected parts of what is not 0 that have at least so many voxels, 0 elsewhere. Memory:
 * two copies of a channel and its runs.
 */
@About(
    value = "Keeps connected parts of at least so many voxels.",
    source = "scikit-image remove_small_objects")
public record RemoveSmall(
    @About("of the smallest part that stays") @Unit("voxels") @Default("64") int least,
    @About("1 over faces, 2 over edges too, 3 over corners too") @Default("1") int connectivity)
    implements ByChannel {
  public RemoveSmall {
    Require.within("least", least, 1, Integer.MAX_VALUE);
    Require.within("connectivity", connectivity, 1, 3);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    Runs runs = new Runs(in, size, connectivity, v -> v != 0);
    int[] components = runs.components();
    long[] sizes = runs.sizes(components);
    float[] kept = new float[components.length];
    for (int run = 0; run < kept.length; run++) {
      kept[run] = sizes[components[run]] >= least ? 1 : 0;
    }
    return runs.paint(kept);
  }
}
