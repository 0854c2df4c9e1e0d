package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * out(x) = in(x + u(x)), u a smooth random field: uniform noise under a Gaussian, scaled so that
 * its largest displacement is a share of the extent; linear interpolation.
 *
 * <p>The field lives on a lattice of two points per standard deviation, between which it is a cubic
 * B-spline: a Gaussian field as at every voxel, at a fraction of the work. Where it would fold,
 * that is where Σ|∂u/∂x| could pass 0.9, the whole field is made weaker until it does not, so
 * points have a place and the bending an inverse. A 2-D image bends in its plane. Memory: two
 * copies of the image.
 *
 * @param smoothness standard deviation of the Gaussian
 * @param magnitude largest displacement
 */
@About(value = "Bends the image by a random field under a Gaussian.", source = "Simard et al. 2003")
public record FieldElastic(
    @About("deviation of the Gaussian") @Unit("fraction of the extent") @Default("0.1")
        double smoothness,
    @About("largest displacement") @Unit("fraction of the extent") @Default("0.04")
        double magnitude,
    @About("the same seed gives the same field") @Default("0") long seed,
    @About("what comes in from outside") @Default("edge") Border border,
    @About("the value of a constant border") @Default("0") double fill,
    @About("how labels move") @Default("nearest") LabelRule labels,
    @About("bends back what the same field bent") @Default("false") boolean inverted)
    implements Spatial {
  /** Lattice points per standard deviation of the Gaussian. */
  private static final int PER_SIGMA = 2;

  private static final double STEEPEST = 0.9;

  public FieldElastic {
    Require.within("smoothness", smoothness, 0.03, 1);
    Require.within("magnitude", magnitude, 0, 0.5);
    Require.within("fill", fill, -1e30, 1e30);
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
    return Optional.of(
        new FieldElastic(smoothness, magnitude, seed, border, fill, labels, !inverted));
  }

  private Bend bend(Size size) {
    return new Bend(field(size), inverted, border, (float) fill, labels);
  }

  BendField field(Size size) {
    int cells = (int) Math.ceil(PER_SIGMA / smoothness);
    int dims = size.is2d() ? 2 : 3;
    int knots = BendField.knots(cells);
    Size lattice = new Size(knots, knots, dims == 2 ? 1 : knots);
    SplittableRandom random = new SplittableRandom(seed);
    double[] control = new double[3 * lattice.voxels()];
    for (int axis = 0; axis < dims; axis++) {
      float[] noise = new float[lattice.voxels()];
      for (int v = 0; v < noise.length; v++) {
        noise[v] = (float) (2 * random.nextDouble() - 1);
      }
      noise = new GaussianBlur(PER_SIGMA).apply(Volume.of(lattice, Geometry.UNIT, noise)).voxels();
      float largest = Float.MIN_NORMAL;
      for (float v : noise) {
        largest = Math.max(largest, Math.abs(v));
      }
      double reach = magnitude * (size.get(axis) - 1) / largest;
      for (int v = 0; v < noise.length; v++) {
        control[axis * noise.length + v] = noise[v] * reach;
      }
    }
    BendField field = new BendField(size, new int[] {cells, cells, dims == 2 ? 0 : cells}, control);
    double steepest = steepest(field, lattice, dims);
    if (steepest > STEEPEST) {
      for (int v = 0; v < control.length; v++) {
        control[v] *= STEEPEST / steepest;
      }
    }
    return field;
  }

  /**
   * A bound of Σₐ|∂u_c/∂xₐ| over components c: a B-spline's slope is a mean of its neighbouring
   * control points' differences.
   */
  private static double steepest(BendField field, Size lattice, int dims) {
    int per = lattice.voxels();
    int[] stride = {1, lattice.width(), lattice.width() * lattice.height()};
    double worst = 0;
    for (int component = 0; component < dims; component++) {
      double sum = 0;
      for (int axis = 0; axis < dims; axis++) {
        int n = field.size().get(axis);
        double most = 0;
        for (int v = 0; v < per; v++) {
          if (v / stride[axis] % lattice.get(axis) + 1 < lattice.get(axis)) {
            int at = component * per + v;
            most =
                Math.max(most, Math.abs(field.control()[at + stride[axis]] - field.control()[at]));
          }
        }
        sum += n == 1 ? 0 : most * field.cells()[axis] / (n - 1);
      }
      worst = Math.max(worst, sum);
    }
    return worst;
  }
}
