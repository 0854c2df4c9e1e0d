package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Optional;

/**
 * Quarter turns about one axis, without interpolation: one turn about k brings what lay along +i to
 * +j (clockwise on a screen whose rows run downwards); about i, +j to +k; about j, +k to +i. The
 * grid turns with it, so every point keeps its millimetres. Inverse: −turns. A 2-D image is only
 * turned about k. Memory: three copies of the image.
 */
@About("Quarter turns about an axis, without interpolation.")
public record Rotate90(
    @About("the axis turned about") @Default("k") Axis axis,
    @About("quarter turns") @Default("1") int turns)
    implements Spatial {
  public Rotate90 {
    turns = Math.floorMod(turns, 4);
  }

  @Override
  public Volume apply(Volume image) {
    Size from = image.size();
    Size to = turned(from);
    int n = to.voxels();
    int[] source = sources(from, to);
    float[] out = new float[image.voxels().length];
    for (int c = 0; c < image.channels(); c++) {
      for (int v = 0; v < n; v++) {
        out[c * n + v] = image.voxels()[c * n + source[v]];
      }
    }
    return new Volume(to, image.channels(), turned(image.geometry(), from, to), out);
  }

  @Override
  public Optional<Transform> inverse(Volume image) {
    return Optional.of(new Rotate90(axis, -turns));
  }

  @Override
  public LabelMap apply(LabelMap map) {
    Size from = map.size();
    Size to = turned(from);
    int[] source = sources(from, to);
    int[] out = new int[source.length];
    for (int v = 0; v < out.length; v++) {
      out[v] = map.labels()[source[v]];
    }
    return new LabelMap(to, turned(map.geometry(), from, to), out);
  }

  private boolean stays(Size size) {
    return turns == 0 || (size.is2d() && axis != Axis.K);
  }

  /** The axis that the turn leaves first, in cyclic order; {@link #second} is where it goes. */
  private int first() {
    return (axis.ordinal() + 1) % 3;
  }

  private int second() {
    return (axis.ordinal() + 2) % 3;
  }

  private Size turned(Size from) {
    return stays(from) || turns == 2
        ? from
        : from.with(first(), from.get(second())).with(second(), from.get(first()));
  }

  /** The input index under output index {@code at}: a turn by θ back about the centre. */
  private Vec3 source(Vec3 at, Size from, Size to) {
    if (stays(from)) {
      return at;
    }
    double a = at.get(first()) - (to.get(first()) - 1) / 2.0;
    double b = at.get(second()) - (to.get(second()) - 1) / 2.0;
    double cos = turns == 2 ? -1 : 0;
    double sin = turns == 1 ? 1 : turns == 3 ? -1 : 0;
    return at.with(first(), cos * a + sin * b + (from.get(first()) - 1) / 2.0)
        .with(second(), cos * b - sin * a + (from.get(second()) - 1) / 2.0);
  }

  private int[] sources(Size from, Size to) {
    Vec3 zero = source(Vec3.ZERO, from, to);
    int start = offset(zero, from);
    int stepI = offset(source(new Vec3(1, 0, 0), from, to), from) - start;
    int stepJ = offset(source(new Vec3(0, 1, 0), from, to), from) - start;
    int stepK = offset(source(new Vec3(0, 0, 1), from, to), from) - start;
    int[] sources = new int[to.voxels()];
    int v = 0;
    for (int k = 0; k < to.depth(); k++) {
      for (int j = 0; j < to.height(); j++) {
        for (int i = 0; i < to.width(); i++) {
          sources[v++] = start + i * stepI + j * stepJ + k * stepK;
        }
      }
    }
    return sources;
  }

  private static int offset(Vec3 index, Size size) {
    return size.offset((int) index.x(), (int) index.y(), (int) index.z());
  }

  private Geometry turned(Geometry old, Size from, Size to) {
    Vec3 zero = source(Vec3.ZERO, from, to);
    Vec3 i = source(new Vec3(1, 0, 0), from, to).minus(zero);
    Vec3 j = source(new Vec3(0, 1, 0), from, to).minus(zero);
    Vec3 k = source(new Vec3(0, 0, 1), from, to).minus(zero);
    Rotation d = old.direction();
    Vec3 s = old.spacing();
    return new Geometry(
        new Vec3(i.times(s).norm(), j.times(s).norm(), k.times(s).norm()),
        old.toPatient(zero),
        new Rotation(d.times(i), d.times(j), d.times(k)));
  }
}
