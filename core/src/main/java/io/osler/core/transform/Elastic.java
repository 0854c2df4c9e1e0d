package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;

/**
 * out(x) = in(x + u(x)), u a cubic B-spline field over (cells + 3)³ control points whose components
 * are uniform in ±magnitude cells; linear interpolation, labels by nearest.
 *
 * <p>Up to a magnitude of 0.4 the field cannot fold (Choi &amp; Lee 2000), so points have a place:
 * they move by the inverse, found by fixed-point iteration. A 2-D image bends in its plane.
 */
@About(value = "Bends the image smoothly.", source = "Rueckert et al. 1999")
public record Elastic(
    @About("between control points, along each axis") @Default("4") int cells,
    @About("largest control displacement") @Unit("cells") @Default("0.25") double magnitude,
    @About("the same seed gives the same field") @Default("0") long seed,
    @About("what comes in from outside") @Default("edge") Border border,
    @About("the value of a constant border") @Default("0") double fill)
    implements Spatial {
  public Elastic {
    Require.within("cells", cells, 1, 64);
    Require.within("magnitude", magnitude, 0, 0.4);
    Require.that(Double.isFinite(fill), "fill", fill, "a finite number");
  }

  @Override
  public Volume apply(Volume image) {
    Size size = image.size();
    BendField field = BendField.drawn(size, cells, magnitude, seed);
    Sampler sampler = sampler(size, image);
    float[] out = new float[image.voxels().length];
    double[] shift = new double[3];
    int n = size.voxels();
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        BendField.Row row = field.row(j, k);
        int at = size.offset(0, j, k);
        for (int i = 0; i < size.width(); i++) {
          row.at(i, shift);
          for (int c = 0; c < image.channels(); c++) {
            out[c * n + at + i] =
                sampler.value(
                    image.voxels(), c * n, size, i + shift[0], j + shift[1], k + shift[2]);
          }
        }
      }
    }
    return image.with(out);
  }

  private Sampler sampler(Size size, Volume image) {
    return new Sampler(size, image.geometry(), new double[12], border, (float) fill);
  }

  @Override
  public LabelMap apply(LabelMap map) {
    Size size = map.size();
    BendField field = BendField.drawn(size, cells, magnitude, seed);
    int[] out = new int[size.voxels()];
    double[] shift = new double[3];
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        BendField.Row row = field.row(j, k);
        for (int i = 0; i < size.width(); i++) {
          row.at(i, shift);
          int x = border.index((int) Math.floor(i + shift[0] + 0.5), size.width());
          int y = border.index((int) Math.floor(j + shift[1] + 0.5), size.height());
          int z = border.index((int) Math.floor(k + shift[2] + 0.5), size.depth());
          if (x >= 0 && y >= 0 && z >= 0) {
            out[size.offset(i, j, k)] = map.at(x, y, z);
          }
        }
      }
    }
    return map.with(out);
  }

  @Override
  public Vec3 move(Vec3 point, Volume image) {
    BendField field = BendField.drawn(image.size(), cells, magnitude, seed);
    Vec3 wanted = image.geometry().toIndex(point);
    Vec3 at = wanted;
    for (int step = 0; step < 200; step++) {
      Vec3 next = wanted.minus(field.at(at));
      boolean settled = next.minus(at).norm() < 1e-9;
      at = next;
      if (settled) {
        break;
      }
    }
    return image.geometry().toPatient(at);
  }
}
