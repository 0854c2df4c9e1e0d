package io.osler.core.morphology;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * 1, 2, 3 … on the connected parts of what is not 0, in raster order of their first voxels; SciPy's
 * label. Memory: two copies of a channel and its runs.
 */
@About(value = "Numbers the connected parts.", source = "SciPy label")
public record Components(
    @About("1 over faces, 2 over edges too, 3 over corners too") @Default("1") int connectivity)
    implements ByChannel {
  /** The largest whole number up to which float holds all. */
  private static final int MOST = 1 << 24;

  public Components {
    Require.within("connectivity", connectivity, 1, 3);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    Runs runs = new Runs(in, size, connectivity, v -> v != 0);
    int[] components = runs.components();
    float[] labels = new float[components.length];
    for (int run = 0; run < labels.length; run++) {
      if (components[run] > MOST) {
        throw new InputException(
            "The image has more than 2²⁴ connected parts.",
            "noise taken for objects, perhaps.",
            "smooth or threshold it before, or remove small parts.");
      }
      labels[run] = components[run];
    }
    return runs.paint(labels);
  }
}
