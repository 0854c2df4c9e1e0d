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

/**
 * v − (v ∘ B): what an opening takes away; or, dark, (v • B) − v: what a closing adds. Memory:
 * three copies of a channel.
 */
@About(
    value = "Keeps only bright (or dark) parts smaller than the element.",
    source = "Meyer 1979; scikit-image, mode ignore")
public record TopHat(
    @About("of the structuring element") @Unit("voxels") @Default("1") int radius,
    @About("of the structuring element") @Default("ball") Shape shape,
    @About("its offsets [i, j, k] instead of a shape") @Default("[]") List<Voxel> element,
    @About("dark parts, not bright ones") @Default("false") boolean dark)
    implements ByChannel {
  public TopHat {
    Require.within("radius", radius, 0, 100);
    element = List.copyOf(element);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    float[] once = Extremum.of(in, size, shape, radius, element, dark);
    float[] twice = Extremum.of(once, size, shape, radius, element, !dark);
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            twice[v] = dark ? twice[v] - in[v] : in[v] - twice[v];
          }
        });
    return twice;
  }
}
