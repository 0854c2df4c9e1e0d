package io.osler.core.morphology;

import io.osler.core.config.About;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * Of each voxel that is not 0 the distance to the nearest one that is, between centres in mm,
 * exact; 0 elsewhere, and everywhere in an image without a 0. Memory: three copies of a channel.
 */
@About(
    value = "How far into an object each voxel lies, in mm.",
    source = "Felzenszwalb and Huttenlocher 2012; SciPy distance_transform_edt")
public record DistanceTransform() implements ByChannel {
  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    float[] out = SquaredDistance.to(in, size, spacing, v -> v == 0);
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            float root = (float) Math.sqrt(out[v]);
            out[v] = root < Float.POSITIVE_INFINITY ? root : 0;
          }
        });
    return out;
  }
}
