package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * 1 where |∇(g_σ ∗ v)| is largest along its own direction, at least {@code low}, and joined by such
 * voxels to one of at least {@code high}; 0 elsewhere.
 *
 * <p>∇ is Sobel's operator unscaled, the two values ahead and behind are linear between the voxels
 * of the surrounding cube, which in 2-D is scikit-image's canny (mode nearest); outermost voxels
 * are no edges. Memory: five copies of a channel.
 */
@About(
    value = "Thin connected edges: 1 on them, 0 elsewhere.",
    source = "Canny 1986; scikit-image canny")
public record Canny(
    @About("weakest gradient of an edge") @Unit("intensity") double low,
    @About("gradient that an edge must reach somewhere") @Unit("intensity") double high,
    @About("of the Gaussian before") @Unit("voxels") @Default("1") double sigma)
    implements ByChannel {
  public Canny {
    Require.atLeast("low", low, 0);
    Require.atLeast("high", high, low);
    Require.within("sigma", sigma, 0, 100);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    float[] soft = Gauss.blur(in, size, sigma, Outside.NEAREST::index);
    float[][] g = new float[3][];
    for (int axis = 0; axis < 3; axis++) {
      g[axis] = size.get(axis) > 1 ? Sobel.derivative(soft, size, axis, 1, 1) : new float[0];
    }
    float[] magnitude = new float[in.length];
    Rows.each(
        size,
        (j, k, at) -> {
          for (float[] d : g) {
            if (d.length > 0) {
              for (int v = at; v < at + size.width(); v++) {
                magnitude[v] += d[v] * d[v];
              }
            }
          }
          for (int v = at; v < at + size.width(); v++) {
            magnitude[v] = (float) Math.sqrt(magnitude[v]);
          }
        });
    float[] ridges = new float[in.length];
    Rows.each(size, (j, k, at) -> thin(magnitude, g, size, j, k, ridges));
    return Joined.to(ridges, size, high, 3);
  }

  private void thin(float[] m, float[][] g, Size size, int j, int k, float[] out) {
    if (border(j, size.height()) || border(k, size.depth())) {
      return;
    }
    int first = size.width() > 1 ? 1 : 0;
    double least = Math.max(low, 1e-14);
    int[] strides = {1, size.width(), size.width() * size.height()};
    for (int i = first; i < size.width() - first; i++) {
      int v = size.offset(i, j, k);
      if (m[v] >= least && largest(m, g, v, strides)) {
        out[v] = m[v];
      }
    }
  }

  private static boolean border(int p, int n) {
    return n > 1 && (p == 0 || p == n - 1);
  }

  /** Steps to the surrounding cube's face that the gradient points at, there bilinear. */
  private static boolean largest(float[] m, float[][] g, int v, int[] strides) {
    int main = -1;
    double top = -1;
    for (int axis = 0; axis < 3; axis++) {
      if (g[axis].length > 0 && Math.abs(g[axis][v]) > top) {
        top = Math.abs(g[axis][v]);
        main = axis;
      }
    }
    int step = towards(g[main][v], strides[main]);
    int p = -1;
    int q = -1;
    for (int axis = 0; axis < 3; axis++) {
      if (axis != main && g[axis].length > 0) {
        if (p < 0) {
          p = axis;
        } else {
          q = axis;
        }
      }
    }
    if (p < 0) {
      return m[v + step] <= m[v] && m[v - step] <= m[v];
    }
    double wp = Math.abs(g[p][v]) / top;
    int sp = towards(g[p][v], strides[p]);
    double wq = q < 0 ? 0 : Math.abs(g[q][v]) / top;
    int sq = q < 0 ? 0 : towards(g[q][v], strides[q]);
    return face(m, v + step, sp, wp, sq, wq) <= m[v] && face(m, v - step, -sp, wp, -sq, wq) <= m[v];
  }

  private static int towards(float g, int stride) {
    return g > 0 ? stride : -stride;
  }

  private static double face(float[] m, int v, int sp, double wp, int sq, double wq) {
    double near = m[v + sp] * wp + m[v] * (1 - wp);
    return wq == 0 ? near : near * (1 - wq) + wq * (m[v + sp + sq] * wp + m[v + sq] * (1 - wp));
  }
}
