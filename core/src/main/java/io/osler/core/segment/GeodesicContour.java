package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.filter.Gauss;
import io.osler.core.filter.Outside;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.transform.Correlate;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;

/**
 * A mask whose outline is drawn to the valleys of g = 1/√(1 + α·|∇(g_σ ∗ v)|), swells or shrinks
 * where g is above its 40th percentile / |balloon|, and is smoothed by its curvature; it begins as
 * a ball of ⅜ of the shortest side in the middle.
 *
 * <p>scikit-image's inverse_gaussian_gradient and morphological_geodesic_active_contour. Memory:
 * six copies of a channel.
 */
@About(
    value = "An outline that creeps to the nearest edges.",
    source = "Caselles et al. 1997; Márquez-Neila et al. 2014; scikit-image")
public record GeodesicContour(
    @About("steps") @Default("100") int iterations,
    @About("smoothing steps after each") @Default("1") int smoothing,
    @About("swells where positive, shrinks where negative") @Default("0") double balloon,
    @About("how deep edges are") @Default("100") double alpha,
    @About("of the Gaussian before") @Unit("voxels") @Default("5") double sigma)
    implements ByChannel {
  public GeodesicContour {
    Require.within("iterations", iterations, 0, 10_000);
    Require.within("smoothing", smoothing, 0, 20);
    Require.within("balloon", balloon, -100, 100);
    Require.within("alpha", alpha, 0, 1e9);
    Require.within("sigma", sigma, 0.2, 100);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    float[] g = valleys(in, size);
    float[] sorted = g.clone();
    Arrays.parallelSort(sorted);
    double at = 0.4 * (sorted.length - 1);
    int below = (int) at;
    double next = sorted[Math.min(below + 1, sorted.length - 1)];
    double threshold = sorted[below] + (at - below) * (next - sorted[below]);
    double free = balloon == 0 ? Double.POSITIVE_INFINITY : threshold / Math.abs(balloon);
    Level level = ball(size);
    Curvature curvature = new Curvature(size);
    for (int n = 0; n < iterations; n++) {
      if (balloon != 0) {
        level = blown(level, g, free, balloon > 0);
      }
      level = drawn(level, g).smoothed(curvature, smoothing);
    }
    return level.image();
  }

  private static Level ball(Size size) {
    double shortest = Double.POSITIVE_INFINITY;
    for (int axis = 0; axis < 3; axis++) {
      shortest = size.get(axis) > 1 ? Math.min(shortest, size.get(axis)) : shortest;
    }
    double radius = shortest * 3 / 8;
    return new Level(
        size,
        (i, j, k) -> {
          double x = i - size.width() / 2;
          double y = j - size.height() / 2;
          double z = k - size.depth() / 2;
          return radius - Math.sqrt(x * x + y * y + z * z) > 0;
        });
  }

  private float[] valleys(float[] in, Size size) {
    float[] smooth = Gauss.kernel(sigma, 0, 4);
    float[] derive = Gauss.kernel(sigma, 1, 4);
    float[] out = new float[in.length];
    for (int axis = 0; axis < 3; axis++) {
      if (size.get(axis) > 1) {
        float[] d = in;
        for (int along = 0; along < 3; along++) {
          if (size.get(along) > 1) {
            float[] kernel = along == axis ? derive : smooth;
            d = Correlate.along(d, size, along, kernel, Outside.NEAREST::index);
          }
        }
        float[] done = d;
        Rows.each(
            size,
            (j, k, at) -> {
              for (int v = at; v < at + size.width(); v++) {
                out[v] += done[v] * done[v];
              }
            });
      }
    }
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            out[v] = (float) (1 / Math.sqrt(1 + alpha * Math.sqrt(out[v])));
          }
        });
    return out;
  }

  /** Where g is high: grown by the 3ᵈ cube, or shrunk; the image's border shrinks with it. */
  private static Level blown(Level level, float[] g, double free, boolean grow) {
    Size size = level.size();
    return new Level(
        size,
        (i, j, k) -> {
          if (!(g[size.offset(i, j, k)] > free)) {
            return level.holds(i, j, k);
          }
          for (int z = k - 1; z <= k + 1; z++) {
            for (int y = j - 1; y <= j + 1; y++) {
              for (int x = i - 1; x <= i + 1; x++) {
                boolean counts =
                    (x == i || size.width() > 1)
                        && (y == j || size.height() > 1)
                        && (z == k || size.depth() > 1);
                if (counts && holds(level, x, y, z) == grow) {
                  return grow;
                }
              }
            }
          }
          return !grow;
        });
  }

  private static boolean holds(Level level, int x, int y, int z) {
    Size size = level.size();
    return x >= 0
        && x < size.width()
        && y >= 0
        && y < size.height()
        && z >= 0
        && z < size.depth()
        && level.holds(x, y, z);
  }

  /** 1 where ∇g·∇u is positive, 0 where it is negative. */
  private static Level drawn(Level level, float[] g) {
    Size size = level.size();
    return new Level(
        size,
        (i, j, k) -> {
          double pull = 0;
          for (int axis = 0; axis < 3; axis++) {
            int slope = level.slope(axis, i, j, k);
            if (slope != 0) {
              pull += slope * slope(g, size, axis, i, j, k);
            }
          }
          return pull > 0 || pull == 0 && level.holds(i, j, k);
        });
  }

  private static double slope(float[] g, Size size, int axis, int i, int j, int k) {
    int n = size.get(axis);
    int stride = axis == 0 ? 1 : axis == 1 ? size.width() : size.width() * size.height();
    int place = axis == 0 ? i : axis == 1 ? j : k;
    int v = size.offset(i, j, k);
    double ahead = g[place < n - 1 ? v + stride : v];
    double behind = g[place > 0 ? v - stride : v];
    return (ahead - behind) * (place > 0 && place < n - 1 ? 1 : 2);
  }
}
