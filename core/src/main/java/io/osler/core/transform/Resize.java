package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Unit;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Optional;

/**
 * The same extent with another number of voxels: cell edges meet (half-pixel centres, PyTorch's
 * {@code align_corners=False}), so spacing becomes spacing · n/m.
 *
 * <p>Linear, cubic (a = −½) and Lanczos widen their kernel when reducing and renormalise it at the
 * border: Pillow's and torchvision's anti-aliased definition. Area takes the exact overlap, the
 * cubic B-spline is SciPy's. Labels go by their own rule. A 2-D image keeps its one slice whatever
 * depth is asked for. Memory: three copies of the image.
 */
@About(
    value = "The same extent with another number of voxels; linear and cubic are anti-aliased.",
    source = "Pillow and torchvision (antialias)")
public record Resize(
    @About("[width, height, depth]") @Unit("voxels") Size size,
    @About("between voxels") @Default("linear") Interpolation interpolation,
    @About("how labels move") @Default("nearest") LabelRule labels)
    implements Spatial {
  public Resize(Size size, Interpolation interpolation) {
    this(size, interpolation, LabelRule.NEAREST);
  }

  @Override
  public Volume apply(Volume image) {
    Size from = image.size();
    Size to = wanted(from);
    Channels.length(image.channels(), to);
    float[] voxels = image.voxels();
    Size now = from;
    for (int axis = 0; axis < 3; axis++) {
      if (now.get(axis) != to.get(axis)) {
        int inner = axis == 0 ? 1 : axis == 1 ? now.width() : now.width() * now.height();
        int outer = voxels.length / (inner * now.get(axis));
        Taps taps = Taps.resize(now.get(axis), to.get(axis), interpolation);
        now = now.with(axis, to.get(axis));
        voxels = taps.apply(voxels, outer, inner);
      }
    }
    Channels.sound(image.voxels(), voxels);
    return new Volume(to, image.channels(), geometry(from, to, image.geometry()), voxels);
  }

  @Override
  public Optional<Transform> inverse(Volume image) {
    return Optional.of(new Resize(image.size(), interpolation, labels));
  }

  @Override
  public LabelMap apply(LabelMap map) {
    Size from = map.size();
    Size to = wanted(from);
    if (labels == LabelRule.LINEAR) {
      Resize linear = new Resize(size, Interpolation.LINEAR);
      return new LabelMap(
          to, geometry(from, to, map.geometry()), LabelRule.shares(map, to, linear::apply));
    }
    Taps[] taps = new Taps[3];
    for (int axis = 0; axis < 3; axis++) {
      taps[axis] = Taps.resize(from.get(axis), to.get(axis), Interpolation.NEAREST);
    }
    return new LabelMap(to, geometry(from, to, map.geometry()), pick(map, to, taps));
  }

  /** The labels at the nearest voxels. */
  static int[] pick(LabelMap map, Size to, Taps[] taps) {
    int[] picked = new int[to.voxels()];
    int at = 0;
    for (int z = 0; z < to.depth(); z++) {
      for (int y = 0; y < to.height(); y++) {
        int row = map.size().offset(0, taps[1].source(y), taps[2].source(z));
        for (int x = 0; x < to.width(); x++) {
          picked[at++] = map.labels()[row + taps[0].source(x)];
        }
      }
    }
    return picked;
  }

  private Size wanted(Size from) {
    return from.is2d() ? size.with(2, 1) : size;
  }

  private static Geometry geometry(Size from, Size to, Geometry old) {
    Vec3 ratio =
        new Vec3(
            (double) from.width() / to.width(),
            (double) from.height() / to.height(),
            (double) from.depth() / to.depth());
    Vec3 first = ratio.minus(Vec3.ONE).times(0.5);
    return new Geometry(old.spacing().times(ratio), old.toPatient(first), old.direction());
  }
}
