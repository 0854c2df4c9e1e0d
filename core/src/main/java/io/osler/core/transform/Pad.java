package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;

/**
 * out(v) = in(v − low), outside by the border: {@code low} voxels before and {@code high} behind
 * along each axis. A 2-D image is not padded along k. Constant padding has the value {@code fill},
 * labels 0.
 */
@About(value = "Adds voxels before and behind along each axis.", source = "NumPy pad")
public record Pad(
    @About("[i, j, k] before") @Unit("voxels") Voxel low,
    @About("[i, j, k] behind") @Unit("voxels") Voxel high,
    @About("what the new voxels hold") @Default("constant") Border border,
    @About("the value of a constant border") @Default("0") double fill)
    implements Spatial {
  public Pad {
    Require.that(low.i() >= 0 && low.j() >= 0 && low.k() >= 0, "low", low, "≥ 0");
    Require.that(high.i() >= 0 && high.j() >= 0 && high.k() >= 0, "high", high, "≥ 0");
    Require.that(Double.isFinite(fill), "fill", fill, "a finite number");
  }

  @Override
  public Volume apply(Volume image) {
    return Grid.cut(image, start(image.size()), size(image.size()), border, (float) fill);
  }

  @Override
  public LabelMap apply(LabelMap map) {
    return Grid.cut(map, start(map.size()), size(map.size()), border);
  }

  private Voxel start(Size image) {
    return new Voxel(-low.i(), -low.j(), image.is2d() ? 0 : -low.k());
  }

  private Size size(Size image) {
    int depth = image.is2d() ? 1 : Math.addExact(image.depth(), Math.addExact(low.k(), high.k()));
    return new Size(
        Math.addExact(image.width(), Math.addExact(low.i(), high.i())),
        Math.addExact(image.height(), Math.addExact(low.j(), high.j())),
        depth);
  }
}
