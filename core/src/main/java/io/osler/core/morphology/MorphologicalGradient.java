package io.osler.core.morphology;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.transform.Voxel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.List;

/** (v ⊕ B) − (v ⊖ B). Memory: three copies of a channel. */
@About(
    value = "The rise within the element: thick edges.",
    source = "Rivest, Soille and Beucher 1993; scikit-image, mode ignore")
public record MorphologicalGradient(
    @About("of the structuring element") @Unit("voxels") @Default("1") int radius,
    @About("of the structuring element") @Default("ball") Shape shape,
    @About("its offsets [i, j, k] instead of a shape") @Default("[]") List<Voxel> element)
    implements ByChannel {
  public MorphologicalGradient {
    Require.within("radius", radius, 0, 100);
    element = List.copyOf(element);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    float[] high = Extremum.of(in, size, shape, radius, element, true);
    float[] low = Extremum.of(in, size, shape, radius, element, false);
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            high[v] -= low[v];
          }
        });
    return high;
  }
}
