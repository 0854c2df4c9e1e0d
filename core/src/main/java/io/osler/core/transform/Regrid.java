package io.osler.core.transform;

import static io.osler.core.transform.Interpolation.NEAREST;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Parts;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The same extent on voxels of about another spacing, as nnU-Net 2 resamples: m = round(n·s/s′)
 * along each axis, cell edges meet, so the new spacing is exactly s·n/m. Outside the image its edge
 * is repeated; nothing is anti-aliased; values stay within the range that they had.
 *
 * <p>Where one axis alone is coarse, by the spacings of the image or else by the wanted ones, the
 * slices across it are resampled one by one, each within its own range, and along it the nearest is
 * taken. Labels: one whose linearly interpolated mask reaches ½, the highest of several, 0 where
 * there is none. Along k a 2-D image stays as it is. Memory: three copies of the image.
 */
@About(
    value = "Resamples to about a voxel spacing over the same extent, as nnU-Net does.",
    source = "Isensee et al. 2021; nnunetv2 2.8.1")
public record Regrid(
    @About("[x, y, z] along the voxel axes, about") @Unit("mm") Vec3 spacing,
    @About("of images: 0 nearest, 1 linear, 3 cubic B-spline") @Default("3") int order,
    @About("of labels: 0 nearest, 1 linear masks cut at ½") @Default("1") int labelOrder,
    @About("an axis this many times coarser than the finest is kept apart") @Default("3")
        double anisotropy)
    implements Spatial {
  public Regrid {
    for (int axis = 0; axis < 3; axis++) {
      Require.within("spacing", spacing.get(axis), 1e-4, 1e4);
    }
    Require.that(order == 0 || order == 1 || order == 3, "order", order, "0, 1 or 3");
    Require.that(labelOrder == 0 || labelOrder == 1, "label-order", labelOrder, "0 or 1");
    Require.within("anisotropy", anisotropy, 1, 1e6);
  }

  /** With nnU-Net's own orders and anisotropy. */
  public Regrid(Vec3 spacing) {
    this(spacing, 3, 1, 3);
  }

  @Override
  public Volume apply(Volume image) {
    Size from = image.size();
    Vec3 old = image.geometry().spacing();
    Size to = size(from, old); // refused before anything of that size is made
    Channels.length(image.channels(), to);
    if (to.equals(from)) {
      return image;
    }
    if (order == 3) {
      Channels.moderate(image, "regrid"); // a spline would spread one NaN over all
    }
    OptionalInt apart = from.is2d() ? OptionalInt.empty() : apart(old, spacing);
    float[] voxels = image.voxels();
    Size now = from;
    for (int axis = 0; axis < 3; axis++) {
      if (from.get(axis) != to.get(axis) && !(apart.isPresent() && apart.getAsInt() == axis)) {
        Taps taps = Taps.extent(from.get(axis), to.get(axis), order);
        voxels = along(axis, voxels, now, taps);
        now = now.with(axis, to.get(axis));
      }
    }
    if (order == 3 && !now.equals(from)) {
      clip(image, voxels, now, apart);
    }
    if (!now.equals(to)) {
      int axis = apart.orElseThrow();
      voxels = along(axis, voxels, now, Taps.extent(from.get(axis), to.get(axis), 0));
    }
    Channels.sound(image.voxels(), voxels);
    return new Volume(to, image.channels(), geometry(from, to, image.geometry()), voxels);
  }

  private static float[] along(int axis, float[] voxels, Size now, Taps taps) {
    int inner = stride(now, axis);
    return taps.apply(voxels, voxels.length / (inner * now.get(axis)), inner);
  }

  private static int stride(Size size, int axis) {
    return axis == 0 ? 1 : axis == 1 ? size.width() : size.width() * size.height();
  }

  /** A spline swings beyond what it goes through: back into the range of the channel or slice. */
  private static void clip(Volume image, float[] out, Size now, OptionalInt apart) {
    int slices = apart.isPresent() ? now.get(apart.getAsInt()) : 1;
    Parts.each(
        image.channels() * slices,
        part -> {
          Slice before = Slice.of(image.size(), apart, part / slices, part % slices);
          Slice after = Slice.of(now, apart, part / slices, part % slices);
          float low = Float.POSITIVE_INFINITY;
          float high = Float.NEGATIVE_INFINITY;
          for (int piece = 0; piece < before.pieces(); piece++) {
            int at = before.start(piece);
            for (int v = at; v < at + before.length(); v++) {
              float value = image.voxels()[v];
              low = value < low ? value : low;
              high = value > high ? value : high;
            }
          }
          for (int piece = 0; piece < after.pieces(); piece++) {
            int at = after.start(piece);
            for (int v = at; v < at + after.length(); v++) {
              out[v] = out[v] < low ? low : out[v] > high ? high : out[v]; // NaN stays
            }
          }
        });
  }

  /** Where the voxels of a slice lie: pieces of equal length, one every {@code step}. */
  private record Slice(int first, int pieces, int step, int length) {
    static Slice of(Size size, OptionalInt apart, int channel, int slice) {
      int n = size.voxels();
      if (apart.isEmpty()) {
        return new Slice(channel * n, 1, n, n);
      }
      int length = stride(size, apart.getAsInt());
      int step = length * size.get(apart.getAsInt());
      return new Slice(channel * n + slice * length, n / step, step, length);
    }

    int start(int piece) {
      return first + piece * step;
    }
  }

  @Override
  public LabelMap apply(LabelMap map) {
    Size from = map.size();
    Vec3 old = map.geometry().spacing();
    Size to = size(from, old);
    if (to.equals(from)) {
      return map;
    }
    OptionalInt apart = from.is2d() ? OptionalInt.empty() : apart(old, spacing);
    int[] labels = new Halves(map, to, axis -> pairs(from, to, axis, apart)).labels();
    return new LabelMap(to, geometry(from, to, map.geometry()), labels);
  }

  private Taps.Pair[] pairs(Size from, Size to, int axis, OptionalInt apart) {
    boolean nearest = labelOrder == 0 || apart.isPresent() && apart.getAsInt() == axis;
    return Taps.pairs(from.get(axis), to.get(axis), nearest);
  }

  /**
   * Values on the regridded image's grid, such as probabilities, on the grid that it came from,
   * whose axes may run in another order and direction: linear between voxels, the edge repeated,
   * nearest along a coarse axis. Onto an oblique grid linear along all. One slice stands for all
   * depths.
   *
   * @param size of the result
   * @param image where it lies
   */
  public Volume back(Volume values, Size size, Geometry image) {
    Geometry g = values.geometry();
    int[] same = {-1, -1, -1};
    Vec3 there = image.spacing();
    for (int axis = 0; axis < 3; axis++) {
      for (int other = 0; other < 3; other++) {
        if (Math.abs(direction(g, axis).dot(direction(image, other))) > 1 - 1e-6) {
          same[axis] = other;
          there = there.with(axis, image.spacing().get(other));
        }
      }
    }
    Volume picked = values;
    boolean parallel = same[0] >= 0 && same[1] >= 0 && same[2] >= 0;
    if (parallel && !values.size().is2d()) { // the grid asked for may be one slice of many
      OptionalInt apart = apart(spacing, there);
      if (apart.isPresent()) {
        int axis = apart.getAsInt();
        picked = picked(values, axis, same[axis], size, image);
      }
    }
    return OntoGrid.of(size, image, Border.EDGE, 0).spread(picked);
  }

  private static Vec3 direction(Geometry g, int axis) {
    return axis == 0 ? g.direction().i() : axis == 1 ? g.direction().j() : g.direction().k();
  }

  /** The slices along an axis that lie nearest to those of the image along one of its own. */
  private static Volume picked(Volume values, int axis, int other, Size size, Geometry image) {
    Geometry g = values.geometry();
    int n = values.size().get(axis);
    int m = size.get(other);
    double first = g.toIndex(image.origin()).get(axis);
    double last = g.toIndex(image.toPatient(Vec3.ZERO.with(other, m - 1))).get(axis);
    double start = Math.min(first, last);
    double step = image.spacing().get(other) / g.spacing().get(axis);
    float[] voxels =
        along(axis, values.voxels(), values.size(), Taps.at(n, m, start, step, NEAREST));
    Geometry at =
        new Geometry(
            g.spacing().with(axis, image.spacing().get(other)),
            g.toPatient(Vec3.ZERO.with(axis, start)),
            g.direction());
    return new Volume(values.size().with(axis, m), values.channels(), at, voxels);
  }

  /**
   * The axis that is kept apart: the coarsest of the spacings before if it is coarse, else of those
   * after; none where two are equally coarse.
   */
  private OptionalInt apart(Vec3 before, Vec3 after) {
    Vec3 judged = ratio(before) > anisotropy ? before : after;
    if (ratio(judged) <= anisotropy) {
      return OptionalInt.empty();
    }
    double most = Math.max(judged.x(), Math.max(judged.y(), judged.z()));
    int[] coarsest = IntStream.range(0, 3).filter(axis -> judged.get(axis) == most).toArray();
    return coarsest.length == 1 ? OptionalInt.of(coarsest[0]) : OptionalInt.empty();
  }

  private static double ratio(Vec3 s) {
    return Math.max(s.x(), Math.max(s.y(), s.z())) / Math.min(s.x(), Math.min(s.y(), s.z()));
  }

  private Size size(Size from, Vec3 old) {
    return new Size(
        length(from.width(), old.x() / spacing.x()),
        length(from.height(), old.y() / spacing.y()),
        from.is2d() ? 1 : length(from.depth(), old.z() / spacing.z()));
  }

  private static int length(int n, double ratio) {
    return (int) Math.clamp(Math.rint(ratio * n), 1, Integer.MAX_VALUE);
  }

  private static Geometry geometry(Size from, Size to, Geometry old) {
    Vec3 ratio = Vec3.ONE;
    for (int axis = 0; axis < 3; axis++) {
      ratio = ratio.with(axis, (double) from.get(axis) / to.get(axis));
    }
    Vec3 first = ratio.minus(Vec3.ONE).times(0.5);
    return new Geometry(old.spacing().times(ratio), old.toPatient(first), old.direction());
  }
}
