package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.Optional;

/**
 * out(v) = in(v − low), outside by the border: {@code low} voxels before and {@code high} behind
 * along each axis. A 2-D image is not padded along k. Constant padding has the value {@code fill},
 * labels 0. Memory: two copies of the image.
 */
@About(value = "Adds voxels before and behind along each axis.", source = "NumPy pad")
public record Pad(
    @About("[i, j, k] before") @Unit("voxels") Voxel low,
    @About("[i, j, k] behind") @Unit("voxels") Voxel high,
    @About("what the new voxels hold") @Default("constant") Border border,
    @About("the value of a constant border") @Default("0") double fill)
    implements Spatial {
  private static final int MOST = 1 << 24;

  public Pad {
    for (int axis = 0; axis < 3; axis++) {
      Require.within("low", low.get(axis), 0, MOST);
      Require.within("high", high.get(axis), 0, MOST);
    }
    Require.within("fill", fill, -1e30, 1e30);
  }

  @Override
  public Volume apply(Volume image) {
    return Grid.cut(image, start(image.size()), size(image.size()), border, (float) fill);
  }

  @Override
  public Optional<Transform> inverse(Volume image) {
    return Grid.back(start(image.size()), image.size(), size(image.size()));
  }

  @Override
  public LabelMap apply(LabelMap map) {
    return Grid.cut(map, start(map.size()), size(map.size()), border);
  }

  private Voxel start(Size image) {
    return new Voxel(-low.i(), -low.j(), image.is2d() ? 0 : -low.k());
  }

  private Size size(Size image) {
    int depth = image.is2d() ? 1 : sum(image.depth(), low.k(), high.k());
    return new Size(
        sum(image.width(), low.i(), high.i()), sum(image.height(), low.j(), high.j()), depth);
  }

  /** Held at the largest int, which {@link Size} refuses. */
  private static int sum(int n, int low, int high) {
    return (int) Math.min(Integer.MAX_VALUE, (long) n + low + high);
  }
}
