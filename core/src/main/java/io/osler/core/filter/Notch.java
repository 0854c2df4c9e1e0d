package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.transform.ByChannel;
import io.osler.core.transform.Voxel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * F⁻¹(H·F v), H = (1 − exp(−|u − u₀|²/2r²))·(1 − exp(−|u + u₀|²/2r²)), u in periods over the image,
 * differences to the nearest alias. Along an axis of one voxel u₀ does not count. Memory: three
 * copies of a channel.
 */
@About(
    value = "Takes out stripes of one frequency.",
    source = "Gonzalez & Woods, Gaussian notch reject")
public record Notch(
    @About("[i, j, k]") @Unit("periods over the image") @Default("[8, 0, 0]") Voxel frequency,
    @About("of what goes with it") @Unit("periods over the image") @Default("1") double radius)
    implements ByChannel {
  public Notch {
    Require.within("radius", radius, 0.1, 1000);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    double x = size.width() > 1 ? frequency.i() : 0;
    double y = size.height() > 1 ? frequency.j() : 0;
    double z = size.depth() > 1 ? frequency.k() : 0;
    double scale = -0.5 / (radius * radius);
    return Spectrum.filtered(
        in,
        size,
        (fi, fj, fk) -> {
          double near = 0;
          double far = 0;
          near += squared(fi * size.width() - x, size.width());
          near += squared(fj * size.height() - y, size.height());
          near += squared(fk * size.depth() - z, size.depth());
          far += squared(fi * size.width() + x, size.width());
          far += squared(fj * size.height() + y, size.height());
          far += squared(fk * size.depth() + z, size.depth());
          return Math.expm1(near * scale) * Math.expm1(far * scale);
        });
  }

  private static double squared(double d, int n) {
    double nearest = d - n * Math.rint(d / n);
    return nearest * nearest;
  }
}
