package io.osler.core.morphology;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * 1 on the connected part of what is not 0 that has most voxels (of equal ones the first), 0
 * elsewhere. Memory: two copies of a channel and its runs.
 */
@About(value = "Keeps the largest connected part.", source = "SciPy label and its counts")
public record KeepLargest(
    @About("1 over faces, 2 over edges too, 3 over corners too") @Default("1") int connectivity)
    implements ByChannel {
  public KeepLargest {
    Require.within("connectivity", connectivity, 1, 3);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    Runs runs = new Runs(in, size, connectivity, v -> v != 0);
    int[] components = runs.components();
    long[] sizes = runs.sizes(components);
    int best = 0;
    for (int c = 1; c < sizes.length; c++) {
      best = sizes[c] > sizes[best] ? c : best;
    }
    float[] kept = new float[components.length];
    for (int run = 0; run < kept.length; run++) {
      kept[run] = components[run] == best ? 1 : 0;
    }
    return runs.paint(kept);
  }
}
