package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.List;
import java.util.Optional;

/**
 * 2.5-D: the three orthogonal planes through a point as channels of one square picture: across k,
 * across j, across i. Geometry and labels are those of the first. A 2-D image is shown three times.
 * Memory: the image, the result and one picture of it.
 */
@About(
    value = "Three orthogonal planes through a point as channels (2.5-D).",
    source = "Roth et al. 2014")
public record ThreeViews(
    @About("0 first to 1 last voxel") @Unit("fraction") @Default("[0.5, 0.5, 0.5]") Vec3 at,
    @About("of the picture") @Unit("pixels") int side,
    @About("between pixels") @Unit("mm") @Default("1") double spacing,
    @About("what lies outside the image") @Default("constant") Border border,
    @About("the value of a constant border") @Default("0") double fill)
    implements Spatial {
  /** Turns that bring (i, j), (i, k) and (j, k) into the picture's columns and rows. */
  private static final List<Vec3> TURNS =
      List.of(Vec3.ZERO, new Vec3(90, 0, 0), new Vec3(90, 0, 90));

  public ThreeViews {
    Require.that(at.isFinite(), "at", at, "finite fractions");
    Require.within("side", side, 1, 8192);
    Require.within("spacing", spacing, 1e-4, 1e4);
    Require.within("fill", fill, -1e30, 1e30);
  }

  @Override
  public Volume apply(Volume image) {
    Size to = Size.of(side, side);
    int per = image.channels() * to.voxels();
    float[] out = new float[Channels.length(3 * image.channels(), to)];
    for (int v = 0; v < 3; v++) {
      System.arraycopy(view(v, image.is2d()).apply(image).voxels(), 0, out, v * per, per);
    }
    Volume first = view(0, image.is2d()).apply(image.channel(0));
    return new Volume(to, 3 * image.channels(), first.geometry(), out);
  }

  @Override
  public LabelMap apply(LabelMap map) {
    return view(0, map.size().is2d()).apply(map);
  }

  /** Three planes do not give the volume back. */
  @Override
  public Optional<Transform> inverse(Volume image) {
    return Optional.empty();
  }

  private ObliqueView view(int v, boolean flat) {
    return new ObliqueView(TURNS.get(flat ? 0 : v), at, side, spacing, 0, border, fill);
  }
}
