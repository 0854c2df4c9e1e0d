package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Elimination;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.List;
import java.util.Optional;

/**
 * out(x) = in(x + u(x)), u the thin-plate spline with u(toᵢ) = fromᵢ − toᵢ: what lies at fromᵢ
 * comes to lie at toᵢ, with the least bending in between; linear interpolation.
 *
 * <p>u(x) = a₀ + A·x + Σ wᵢ·φ(|x − toᵢ|), φ(r) = r²·ln r in 2-D and r in 3-D, distances in mm
 * (Bookstein 1989; SciPy's RBFInterpolator, degree 1). Places are fractions of the way from the
 * first to the last voxel centre; in 2-D the third is ignored. Points that are moved across each
 * other make it fold: then points and the inverse are refused. Memory: two copies of the image.
 */
@About(value = "Moves points and bends the rest least.", source = "Bookstein 1989")
public record ThinPlate(
    @About("places of points") @Unit("fraction of the extent") List<Vec3> from,
    @About("where they come to lie") @Unit("fraction of the extent") List<Vec3> to,
    @About("what comes in from outside") @Default("edge") Border border,
    @About("the value of a constant border") @Default("0") double fill,
    @About("how labels move") @Default("nearest") LabelRule labels,
    @About("bends back what the same points bent") @Default("false") boolean inverted)
    implements Spatial {
  private static final int MOST = 400;

  public ThinPlate {
    from = List.copyOf(from);
    to = List.copyOf(to);
    Require.within("from: points", from.size(), 4, MOST);
    Require.that(from.size() == to.size(), "to", to.size() + " points", "as many as from has");
    for (int p = 0; p < from.size(); p++) {
      Require.that(from.get(p).isFinite(), "from", from.get(p), "finite fractions");
      Require.that(to.get(p).isFinite(), "to", to.get(p), "finite fractions");
    }
    Require.within("fill", fill, -1e30, 1e30);
  }

  @Override
  public Volume apply(Volume image) {
    return bend(image.size(), image.geometry()).apply(image);
  }

  @Override
  public LabelMap apply(LabelMap map) {
    return bend(map.size(), map.geometry()).apply(map);
  }

  @Override
  public Vec3 move(Vec3 point, Volume image) {
    return bend(image.size(), image.geometry()).move(point, image);
  }

  @Override
  public Optional<Transform> inverse(Volume image) {
    return Optional.of(new ThinPlate(from, to, border, fill, labels, !inverted));
  }

  private Bend bend(Size size, Geometry geometry) {
    return new Bend(plate(size, geometry), inverted, border, (float) fill, labels);
  }

  private Plate plate(Size size, Geometry geometry) {
    int dims = size.is2d() ? 2 : 3;
    int n = from.size();
    double[] unit = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      unit[axis] = Math.max(1, size.get(axis) - 1) * geometry.spacing().get(axis);
    }
    double[][] at = new double[n][dims];
    double[][] system = new double[n + dims + 1][n + 2 * dims + 1];
    for (int p = 0; p < n; p++) {
      for (int axis = 0; axis < dims; axis++) {
        at[p][axis] = to.get(p).get(axis) * unit[axis];
        double shift = (from.get(p).get(axis) - to.get(p).get(axis)) * unit[axis];
        system[p][n + dims + 1 + axis] = shift;
      }
    }
    for (int p = 0; p < n; p++) {
      for (int q = 0; q < n; q++) {
        system[p][q] = kernel(distance2(at[p], at[q]), dims);
      }
      system[p][n] = 1;
      system[n][p] = 1;
      for (int axis = 0; axis < dims; axis++) {
        system[p][n + 1 + axis] = at[p][axis];
        system[n + 1 + axis][p] = at[p][axis];
      }
    }
    if (!Elimination.solve(system)) {
      throw new InputException(
          "The points of a thin plate do not fix it.",
          "two lie in one place, or all on one " + (dims == 2 ? "line." : "plane."),
          "spread them, for example to the corners.");
    }
    double[][] weights = new double[n + dims + 1][dims];
    for (int row = 0; row < weights.length; row++) {
      System.arraycopy(system[row], n + dims + 1, weights[row], 0, dims);
    }
    return new Plate(dims, at, weights, geometry.spacing());
  }

  private static double distance2(double[] a, double[] b) {
    double sum = 0;
    for (int axis = 0; axis < a.length; axis++) {
      sum += (a[axis] - b[axis]) * (a[axis] - b[axis]);
    }
    return sum;
  }

  private static double kernel(double r2, int dims) {
    if (dims == 3) {
      return Math.sqrt(r2);
    }
    return r2 == 0 ? 0 : 0.5 * r2 * Math.log(r2);
  }

  /** The solved spline; places in mm along the voxel axes, displacements in voxels. */
  private record Plate(int dims, double[][] at, double[][] weights, Vec3 spacing) implements Field {
    @Override
    public Field.Row row(double j, double k) {
      double[] x = {0, j * spacing.y(), k * spacing.z()};
      int n = at.length;
      return (i, shift) -> {
        x[0] = i * spacing.x();
        for (int axis = 0; axis < 3; axis++) {
          shift[axis] = 0;
        }
        for (int p = 0; p < n; p++) {
          double r2 = 0;
          for (int axis = 0; axis < dims; axis++) {
            r2 += (x[axis] - at[p][axis]) * (x[axis] - at[p][axis]);
          }
          double phi = kernel(r2, dims);
          for (int axis = 0; axis < dims; axis++) {
            shift[axis] += weights[p][axis] * phi;
          }
        }
        for (int axis = 0; axis < dims; axis++) {
          shift[axis] += weights[n][axis];
          for (int a = 0; a < dims; a++) {
            shift[axis] += weights[n + 1 + a][axis] * x[a];
          }
          shift[axis] /= spacing.get(axis);
        }
      };
    }
  }
}
