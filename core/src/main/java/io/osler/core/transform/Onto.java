package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Unit;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;

/** The values at the voxels of another grid over the same patient: linear, labels by nearest. */
@About("Brings an image onto another grid.")
public record Onto(
    @About("of the other grid") @Unit("voxels") Size size,
    @About("of the other grid") Geometry geometry,
    @About("what lies outside") @Default("constant") Border border,
    @About("the value outside") @Default("0") double fill)
    implements Spatial {

  @Override
  public Volume apply(Volume image) {
    return sampler(image.geometry()).apply(image);
  }

  @Override
  public LabelMap apply(LabelMap map) {
    return sampler(map.geometry()).apply(map);
  }

  private Sampler sampler(Geometry source) {
    Sampler exact = Sampler.between(source, size, geometry, border, (float) fill);
    double[] m = exact.matrix();
    // Where both grids are one up to axes' order and direction, rounding must not blur them.
    double[] whole = new double[m.length];
    for (int i = 0; i < m.length; i++) {
      whole[i] = Math.rint(m[i]);
      if (Math.abs(m[i] - whole[i]) > 1e-4) {
        return exact;
      }
    }
    return new Sampler(size, geometry, whole, border, (float) fill);
  }
}
