package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Parts;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * v / exp(b): the log field b is a cubic B-spline that turns log v into what its own sharpened
 * histogram expects, again and again, on a lattice that is refined from level to level.
 *
 * <p>ITK's N4BiasFieldCorrection with its defaults; only voxels above {@code above} count, and with
 * {@code shrink} only every so manieth along each axis, the field being evaluated for all. Fitting
 * uses that voxels lie on a grid: sums over points become sums along each axis. Memory: three
 * copies of a channel without shrinking.
 */
@About(
    value = "Takes out the smooth shading of an MR coil.",
    source = "Tustison et al. 2010; SimpleITK N4BiasFieldCorrection")
public record N4(
    @About("fits each so manieth voxel") @Unit("voxels") @Default("1") int shrink,
    @About("of the lattice, each finer than the last") @Default("4") int levels,
    @About("of each level, at most") @Default("50") int iterations,
    @About("change of the field that ends a level") @Default("0.001") double tolerance,
    @About("darker voxels are not fitted") @Unit("intensity") @Default("0") double above)
    implements ByChannel {
  public N4 {
    Require.within("shrink", shrink, 1, 16);
    Require.within("levels", levels, 1, 8);
    Require.within("iterations", iterations, 1, 1000);
    Require.within("tolerance", tolerance, 0, 1);
    Require.atLeast("above", above, 0);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    Size small = size;
    for (int axis = 0; axis < 3; axis++) {
      small = small.with(axis, Math.max(1, size.get(axis) / shrink));
    }
    float[] logs = logs(in, size, small);
    BiasLattice lattice = BiasLattice.flat(small);
    float[] now = logs.clone();
    boolean any = false;
    for (float v : logs) {
      any |= !Float.isNaN(v);
    }
    for (int level = 0; level < levels && any; level++) {
      lattice = level == 0 ? lattice : lattice.refined();
      BiasFit fit = new BiasFit(lattice, logs);
      for (int n = 0; n < iterations; n++) {
        if (!fit.improve(now) || fit.change(now) <= tolerance) {
          break;
        }
      }
      lattice = fit.lattice();
    }
    return corrected(in, size, small, lattice);
  }

  /** log v of what counts, NaN elsewhere. */
  private float[] logs(float[] in, Size size, Size small) {
    float[] logs = new float[small.voxels()];
    Parts.each(
        small.height() * small.depth(),
        row -> {
          int j = centre(row % small.height(), size.height());
          int k = centre(row / small.height(), size.depth());
          for (int i = 0; i < small.width(); i++) {
            float v = in[size.offset(centre(i, size.width()), j, k)];
            logs[row * small.width() + i] = v > above ? (float) Math.log(v) : Float.NaN;
          }
        });
    return logs;
  }

  private int centre(int index, int n) {
    return Math.min(n - 1, index * shrink + shrink / 2);
  }

  private float[] corrected(float[] in, Size size, Size small, BiasLattice lattice) {
    float[] out = new float[in.length];
    BiasLattice.Axis[] axes = new BiasLattice.Axis[3];
    for (int axis = 0; axis < 3; axis++) {
      double[] places = new double[size.get(axis)];
      for (int p = 0; p < places.length; p++) {
        // ITK's way: the lattice of the shrunken image spans the whole one.
        places[p] = (double) p / Math.max(1, places.length - 1) * (small.get(axis) - 1);
      }
      axes[axis] =
          BiasLattice.Axis.at(places, small.get(axis), lattice.points(axis), BiasLattice.EVALUATED);
    }
    Parts.each(
        size.height() * size.depth(),
        row -> {
          double[] field = new double[size.width()];
          lattice.row(axes, row % size.height(), row / size.height(), field);
          int at = row * size.width();
          for (int i = 0; i < field.length; i++) {
            out[at + i] = (float) (in[at + i] / Math.exp(field[i]));
          }
        });
    return out;
  }
}
