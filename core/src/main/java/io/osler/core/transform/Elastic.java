package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Optional;

/**
 * out(x) = in(x + u(x)), u a cubic B-spline field over (cells + 3)³ control points whose components
 * are uniform in ±magnitude cells; linear interpolation.
 *
 * <p>Up to a magnitude of 0.4 the field cannot fold (Choi &amp; Lee 2000), so points have a place
 * and the bending an inverse, found by fixed-point iteration. A 2-D image bends in its plane.
 * Memory: two copies of the image.
 */
@About(value = "Bends the image smoothly.", source = "Rueckert et al. 1999")
public record Elastic(
    @About("between control points, along each axis") @Default("4") int cells,
    @About("largest control displacement") @Unit("cells") @Default("0.25") double magnitude,
    @About("the same seed gives the same field") @Default("0") long seed,
    @About("what comes in from outside") @Default("edge") Border border,
    @About("the value of a constant border") @Default("0") double fill,
    @About("how labels move") @Default("nearest") LabelRule labels,
    @About("bends back what the same field bent") @Default("false") boolean inverted)
    implements Spatial {
  public Elastic {
    Require.within("cells", cells, 1, 64);
    Require.within("magnitude", magnitude, 0, 0.4);
    Require.within("fill", fill, -1e30, 1e30);
  }

  public Elastic(int cells, double magnitude, long seed, Border border, double fill) {
    this(cells, magnitude, seed, border, fill, LabelRule.NEAREST, false);
  }

  @Override
  public Volume apply(Volume image) {
    return bend(image.size()).apply(image);
  }

  @Override
  public LabelMap apply(LabelMap map) {
    return bend(map.size()).apply(map);
  }

  @Override
  public Vec3 move(Vec3 point, Volume image) {
    return bend(image.size()).move(point, image);
  }

  @Override
  public Optional<Transform> inverse(Volume image) {
    return Optional.of(new Elastic(cells, magnitude, seed, border, fill, labels, !inverted));
  }

  private Bend bend(Size size) {
    BendField field = BendField.drawn(size, cells, magnitude, seed);
    return new Bend(field, inverted, border, (float) fill, labels);
  }
}
