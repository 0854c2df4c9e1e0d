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
    java.util.Arrays.fill(divergence, at, at + width, 0);
    for (int axis : axes) {
      float[] q = p[axis];
      int s = strides[axis];
      int from = axis == 0 ? 1 : 0;
      boolean inside = axis == 0 || (axis == 1 ? j : k) > 0;
      for (int i = 0; i < width; i++) {
        divergence[at + i] -= q[at + i];
      }
      for (int i = from; inside && i < width; i++) {
        divergence[at + i] += q[at + i - s];
      }
    }
    for (int i = at; i < at + width; i++) {
      out[i] = in[i] + divergence[i];
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
    for (int axis : axes) {
      int s = strides[axis];
      int to = axis == 0 ? width - 1 : width;
      boolean inside = axis == 0 || (axis == 1 ? j + 1 < size.height() : k + 1 < size.depth());
      for (int i = 0; inside && i < to; i++) {
        g[axis][i] = u[at + i + s] - u[at + i];
      }
    }
    float tau = 1f / (2 * axes.length);
    float scale = (float) (tau / weight);
    double squares = 0;
    double norms = 0;
    for (int i = 0; i < width; i++) {
      float norm = (float) Math.sqrt(g[0][i] * g[0][i] + g[1][i] * g[1][i] + g[2][i] * g[2][i]);
      float d = divergence[at + i];
      squares += d * d;
      norms += norm;
      for (int axis : axes) {
        p[axis][at + i] = (p[axis][at + i] - tau * g[axis][i]) / (1 + scale * norm);
      }
    }
    return squares + weight * norms;
  }
}
