package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Optional;

/**
 * 2.5-D: the slice across an axis and its neighbours on either side as channels of one 2-D image,
 * first to last, the image's channels together; beyond the border the outer slice again. Labels are
 * the middle slice's.
 *
 * <p>Across k the picture's axes are i and j, across j they are i and k, across i they are j and k.
 * A 2-D image has only the view across k. Memory: two copies of the image.
 */
@About(
    value = "A slice across an axis with its neighbours as channels (2.5-D).",
    source = "Roth et al. 2014")
public record PlaneView(
    @About("the axis the slice lies across") @Default("k") Axis axis,
    @About("0 first to 1 last slice") @Unit("fraction") @Default("0.5") double at,
    @About("on either side") @Unit("slices") @Default("1") int neighbours)
    implements Spatial {
  public PlaneView {
    Require.within("at", at, 0, 1);
    Require.within("neighbours", neighbours, 0, 100);
  }

  @Override
  public Volume apply(Volume image) {
    Size from = image.size();
    Size to = size(from);
    int middle = slice(from);
    int deep = from.get(across(from));
    int channels = image.channels() * (2 * neighbours + 1);
    float[] out = new float[Channels.length(channels, to)];
    int at = 0;
    for (int s = -neighbours; s <= neighbours; s++) {
      int slice = Math.clamp(middle + s, 0, deep - 1);
      for (int c = 0; c < image.channels(); c++) {
        for (int v = 0; v < to.voxels(); v++) {
          out[at++] = image.voxels()[c * from.voxels() + source(from, to, v, slice)];
        }
      }
    }
    return new Volume(to, channels, geometry(image.geometry(), from, middle), out);
  }

  @Override
  public LabelMap apply(LabelMap map) {
    Size from = map.size();
    Size to = size(from);
    int[] out = new int[to.voxels()];
    for (int v = 0; v < out.length; v++) {
      out[v] = map.labels()[source(from, to, v, slice(from))];
    }
    return new LabelMap(to, geometry(map.geometry(), from, slice(from)), out);
  }

  /** One slice does not give the volume back. */
  @Override
  public Optional<Transform> inverse(Volume image) {
    return Optional.empty();
  }

  private int across(Size from) {
    return from.is2d() ? 2 : axis.ordinal();
  }

  private int first(Size from) {
    return across(from) == 0 ? 1 : 0;
  }

  private int second(Size from) {
    return across(from) == 2 ? 1 : 2;
  }

  private Size size(Size from) {
    return Size.of(from.get(first(from)), from.get(second(from)));
  }

  private int slice(Size from) {
    return (int) Math.rint(at * (from.get(across(from)) - 1));
  }

  private int source(Size from, Size to, int v, int slice) {
    int[] index = new int[3];
    index[first(from)] = v % to.width();
    index[second(from)] = v / to.width();
    index[across(from)] = slice;
    return from.offset(index[0], index[1], index[2]);
  }

  private Geometry geometry(Geometry old, Size from, int slice) {
    int a = first(from);
    int b = second(from);
    int c = across(from);
    Vec3 s = old.spacing();
    Rotation d = old.direction();
    return new Geometry(
        new Vec3(s.get(a), s.get(b), s.get(c)),
        old.toPatient(Vec3.ZERO.with(c, slice)),
        new Rotation(d.column(a), d.column(b), d.column(c)));
  }
}
