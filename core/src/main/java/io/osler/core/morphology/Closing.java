package io.osler.core.morphology;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.transform.ByChannel;
import io.osler.core.transform.Voxel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.List;

/** (v ⊕ B) ⊖ B: dark parts that B does not fit into go. Memory: three copies of a channel. */
@About(
    value = "Fills dark parts smaller than the element.",
    source = "Serra 1982; scikit-image, mode ignore")
public record Closing(
    @About("of the structuring element") @Unit("voxels") @Default("1") int radius,
    @About("of the structuring element") @Default("ball") Shape shape,
    @About("its offsets [i, j, k] instead of a shape") @Default("[]") List<Voxel> element)
    implements ByChannel {
  public Closing {
    Require.within("radius", radius, 0, 100);
    element = List.copyOf(element);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    float[] high = Extremum.of(in, size, shape, radius, element, true);
    return Extremum.of(high, size, shape, radius, element, false);
  }
}
