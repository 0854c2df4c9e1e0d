package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.stream.IntStream;

/**
 * argmin over u of Σ|∇u| + Σ(u − v)²/2w by Chambolle's fixed point on the dual field, forward
 * differences in voxels, step 1/2d; ends when the energy changes by less than {@code tolerance} of
 * the first one.
 *
 * <p>scikit-image's denoise_tv_chambolle. Memory: d + 3 copies of a channel.
 */
@About(
    value = "Flattens noise into regions of little total variation.",
    source = "Chambolle 2004; scikit-image denoise_tv_chambolle")
public record TotalVariation(
    @About("the more, the smoother") @Unit("intensity") @Default("0.1") double weight,
    @About("of the energy, relative to the first") @Default("0.0002") double tolerance,
    @About("at most so many") @Default("200") int iterations)
    implements ByChannel {
  public TotalVariation {
    Require.positive("weight", weight);
    Require.within("tolerance", tolerance, 0, 1);
    Require.within("iterations", iterations, 1, 100_000);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    int[] axes = IntStream.range(0, 3).filter(a -> size.get(a) > 1).toArray();
    int[] strides = {1, size.width(), size.width() * size.height()};
    float[][] p = new float[3][0];
    for (int axis : axes) {
      p[axis] = new float[in.length];
    }
    float[] divergence = new float[in.length];
    float[] out = in.clone();
    if (axes.length == 0) {
      return out;
    }
    double first = 0;
    double previous = 0;
    for (int n = 0; n < iterations; n++) {
      if (n > 0) {
        Rows.each(
            size, (j, k, at) -> primal(in, p, divergence, out, size, axes, strides, j, k, at));
      }
      double energy =
          Rows.sum(size, (j, k, at) -> dual(p, divergence, out, size, axes, strides, j, k, at));
      energy /= in.length;
      if (n == 0) {
        first = energy;
      } else if (Math.abs(previous - energy) < tolerance * first) {
        break;
      }
      previous = energy;
    }
    return out;
  }

  /** d = −div p, u = v + d. */
  private static void primal(
      float[] in,
      float[][] p,
      float[] divergence,
      float[] out,
      Size size,
      int[] axes,
      int[] strides,
      int j,
      int k,
      int at) {
    int width = size.width();
    float[] d = new float[width];
    float[] row = new float[width];
    for (int axis : axes) {
      float[] q = p[axis];
      System.arraycopy(q, at, row, 0, width);
      add(d, row, -1);
      if (axis == 0) {
        System.arraycopy(q, at, row, 1, width - 1);
        row[0] = 0;
        add(d, row, 1);
      } else if ((axis == 1 ? j : k) > 0) {
        System.arraycopy(q, at - strides[axis], row, 0, width);
        add(d, row, 1);
      }
    }
    System.arraycopy(d, 0, divergence, at, width);
    System.arraycopy(in, at, row, 0, width);
    add(d, row, 1);
    System.arraycopy(d, 0, out, at, width);
  }

  // Arrays that all start at 0: only such loops are turned into vector instructions.

  private static void add(float[] to, float[] row, float weight) {
    for (int i = 0; i < to.length; i++) {
      to[i] += weight * row[i];
    }
  }

  private static void difference(float[] ahead, float[] here, float[] g) {
    for (int i = 0; i < g.length; i++) {
      g[i] = ahead[i] - here[i];
    }
  }

  private static void norms(float[][] g, float[] norm) {
    float[] x = g[0];
    float[] y = g[1];
    float[] z = g[2];
    for (int i = 0; i < norm.length; i++) {
      norm[i] = (float) Math.sqrt(x[i] * x[i] + y[i] * y[i] + z[i] * z[i]);
    }
  }

  private static void relax(float[] p, float[] g, float[] norm, float tau, float scale) {
    for (int i = 0; i < p.length; i++) {
      p[i] = (p[i] - tau * g[i]) / (1 + scale * norm[i]);
    }
  }

  /** p ← (p − τ∇u)/(1 + τ|∇u|/w) on one row; its share of the energy. */
  private double dual(
      float[][] p,
      float[] divergence,
      float[] u,
      Size size,
      int[] axes,
      int[] strides,
      int j,
      int k,
      int at) {
    int width = size.width();
    float[][] g = new float[3][width];
    float[] here = new float[width];
    float[] row = new float[width];
    System.arraycopy(u, at, here, 0, width);
    for (int axis : axes) {
      if (axis == 0) {
        System.arraycopy(u, at + 1, row, 0, width - 1);
        row[width - 1] = here[width - 1];
        difference(row, here, g[0]);
      } else if (axis == 1 ? j + 1 < size.height() : k + 1 < size.depth()) {
        System.arraycopy(u, at + strides[axis], row, 0, width);
        difference(row, here, g[axis]);
      }
    }
    float tau = 1f / (2 * axes.length);
    float scale = (float) (tau / weight);
    float[] norm = new float[width];
    norms(g, norm);
    for (int axis : axes) {
      System.arraycopy(p[axis], at, row, 0, width);
      relax(row, g[axis], norm, tau, scale);
      System.arraycopy(row, 0, p[axis], at, width);
    }
    // Two sums of each, so that an addition need not wait for the last one.
    double squares = 0;
    double more = 0;
    double length = 0;
    double longer = 0;
    for (int i = 0; i + 1 < width; i += 2) {
      squares += divergence[at + i] * divergence[at + i];
      more += divergence[at + i + 1] * divergence[at + i + 1];
      length += norm[i];
      longer += norm[i + 1];
    }
    if (width % 2 == 1) {
      squares += divergence[at + width - 1] * divergence[at + width - 1];
      length += norm[width - 1];
    }
    return squares + more + weight * (length + longer);
  }
}
