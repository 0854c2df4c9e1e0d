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
 * 2.5-D: a square picture across any direction, sampled linearly, with parallel neighbours one
 * spacing apart as channels. Its centre lies at {@code at}; its axes are i, j, k turned as {@link
 * Affine} turns them. Labels by nearest, of the middle plane. A 2-D image is only turned in its
 * plane, and its neighbours are itself. Memory: the image, the result and one picture of it.
 */
@About(value = "A square picture across any direction (2.5-D).", source = "Roth et al. 2014")
public record ObliqueView(
    @About("about i, j, k") @Unit("degrees") Vec3 rotation,
    @About("centre, 0 first to 1 last voxel") @Unit("fraction") @Default("[0.5, 0.5, 0.5]") Vec3 at,
    @About("of the picture") @Unit("pixels") int side,
    @About("between pixels") @Unit("mm") @Default("1") double spacing,
    @About("parallel planes on either side") @Default("0") int neighbours,
    @About("what lies outside the image") @Default("constant") Border border,
    @About("the value of a constant border") @Default("0") double fill)
    implements Spatial {
  public ObliqueView {
    Require.that(rotation.isFinite(), "rotation", rotation, "finite degrees");
    Require.that(at.isFinite(), "at", at, "finite fractions");
    Require.within("side", side, 1, 8192);
    Require.within("spacing", spacing, 1e-4, 1e4);
    Require.within("neighbours", neighbours, 0, 100);
    Require.within("fill", fill, -1e30, 1e30);
  }

  @Override
  public Volume apply(Volume image) {
    Size to = Size.of(side, side);
    int per = image.channels() * to.voxels();
    float[] out = new float[Channels.length(image.channels() * (2 * neighbours + 1), to)];
    for (int s = -neighbours; s <= neighbours; s++) {
      float[] plane = sampler(image.geometry(), image.size(), s).apply(image).voxels();
      System.arraycopy(plane, 0, out, (s + neighbours) * per, per);
    }
    return new Volume(to, out.length / to.voxels(), plane(image.geometry(), image.size(), 0), out);
  }

  @Override
  public LabelMap apply(LabelMap map) {
    return sampler(map.geometry(), map.size(), 0).apply(map);
  }

  /** One plane does not give the volume back. */
  @Override
  public Optional<Transform> inverse(Volume image) {
    return Optional.empty();
  }

  private Sampler sampler(Geometry source, Size from, int step) {
    return Sampler.between(
        source, Size.of(side, side), plane(source, from, step), border, (float) fill);
  }

  private Geometry plane(Geometry source, Size from, int step) {
    boolean flat = from.is2d();
    Rotation turn = Affine.turn(flat ? rotation.with(0, 0).with(1, 0) : rotation);
    Rotation old = source.direction();
    Rotation direction =
        new Rotation(old.times(turn.i()), old.times(turn.j()), old.times(turn.k()));
    Vec3 last = new Vec3(from.width() - 1, from.height() - 1, from.depth() - 1);
    double half = (side - 1) / 2.0 * spacing;
    Vec3 first =
        source
            .toPatient(at.times(last))
            .minus(direction.i().times(half))
            .minus(direction.j().times(half));
    Vec3 origin = flat ? first : first.plus(direction.k().times(step * spacing));
    double thick = flat ? source.spacing().z() : spacing;
    return new Geometry(new Vec3(spacing, spacing, thick), origin, direction);
  }
}
