package io.osler.core.wavelet;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Takes an image apart axis by axis and level by level, makes details smaller, and puts it together
 * again. Depth first: of each band only its own branch is held, so that the copies do not grow with
 * the levels.
 */
final class Shrink {
  /** P(|x| &lt; this) = ½ for a standard normal x. */
  private static final double QUARTILE = 0.6744897501960817;

  /** Share of the largest detail below which one is nought but for rounding. */
  private static final float ZERO = 1e-6f;

  private static final int PART = 1 << 15;

  private final Wavelet wavelet;
  private final int levels;
  private final Shrinkage rule;
  private final boolean soft;
  private final int[] axes;
  private double sigma;
  private final int voxels;

  Shrink(Wavelet wavelet, int levels, Shrinkage rule, boolean soft, double sigma, Size size) {
    this.wavelet = wavelet;
    this.levels = levels;
    this.rule = rule;
    this.soft = soft;
    this.sigma = sigma;
    voxels = size.voxels();
    axes = axes(size);
  }

  static int[] axes(Size size) {
    return IntStream.range(0, 3).filter(a -> size.get(a) > 1).toArray();
  }

  float[] apply(float[] in, Size size, boolean estimate) {
    if (axes.length == 0) {
      return in.clone();
    }
    if (estimate) {
      estimate(finest(in, size));
    }
    return level(in, size, 1);
  }

  /** The noise from the finest band that is detailed along every axis. */
  void estimate(float[] finest) {
    sigma = sigma(finest);
  }

  /** The finest band that is detailed along every axis. */
  private float[] finest(float[] in, Size size) {
    float[] band = in;
    Size now = size;
    for (int axis : axes) {
      band = Bands.down(band, now, axis, wavelet.detail());
      now = after(now, axis);
    }
    return band;
  }

  /** The median of |d| ≠ 0 over that of a normal distribution; 0 where all are 0. */
  private static double sigma(float[] band) {
    float[] d = new float[band.length];
    int n = 0;
    float most = 0;
    for (float v : band) {
      most = Math.max(most, Math.abs(v));
    }
    float least = most * ZERO;
    for (float v : band) {
      if (Math.abs(v) > least) {
        d[n++] = Math.abs(v);
      }
    }
    float[] sorted = Arrays.copyOf(d, n);
    Arrays.parallelSort(sorted);
    return n == 0 ? 0 : (sorted[(n - 1) / 2] + (double) sorted[n / 2]) / 2 / QUARTILE;
  }

  private float[] level(float[] in, Size size, int level) {
    return level > levels ? in : branch(in, size, 0, false, level);
  }

  private float[] branch(float[] in, Size size, int depth, boolean detailed, int level) {
    if (depth == axes.length) {
      return detailed ? shrunk(in) : level(in, size, level + 1);
    }
    int axis = axes[depth];
    int n = size.get(axis);
    Size half = after(size, axis);
    float[] sum =
        Bands.up(
            branch(Bands.down(in, size, axis, wavelet.coarse()), half, depth + 1, detailed, level),
            half,
            axis,
            n,
            wavelet.coarseBack());
    float[] rest =
        Bands.up(
            branch(Bands.down(in, size, axis, wavelet.detail()), half, depth + 1, true, level),
            half,
            axis,
            n,
            wavelet.detailBack());
    Parts.each(
        (sum.length + PART - 1) / PART,
        p -> {
          for (int v = p * PART; v < Math.min(sum.length, (p + 1) * PART); v++) {
            sum[v] += rest[v];
          }
        });
    return sum;
  }

  private Size after(Size size, int axis) {
    return size.with(axis, Bands.half(size.get(axis), wavelet.length()));
  }

  /** Soft or hard, in place. */
  float[] shrunk(float[] band) {
    int parts = (band.length + PART - 1) / PART;
    double threshold =
        switch (rule) {
          case VISU -> sigma * Math.sqrt(2 * Math.log(voxels));
          case BAYES -> {
            double squares =
                Parts.sum(
                    parts,
                    p -> {
                      double sum = 0;
                      for (int v = p * PART; v < Math.min(band.length, (p + 1) * PART); v++) {
                        sum += (double) band[v] * band[v];
                      }
                      return sum;
                    });
            double excess = squares / band.length - sigma * sigma;
            yield sigma * sigma / Math.sqrt(Math.max(excess, Math.ulp(1.0)));
          }
        };
    float t = (float) threshold;
    Parts.each(
        parts,
        p -> {
          for (int v = p * PART; v < Math.min(band.length, (p + 1) * PART); v++) {
            float size = Math.abs(band[v]);
            if (size < t) {
              band[v] = 0;
            } else if (soft) {
              band[v] = Math.copySign(size - t, band[v]);
            }
          }
        });
    return band;
  }
}
