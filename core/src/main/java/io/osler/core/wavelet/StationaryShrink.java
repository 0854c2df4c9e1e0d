package io.osler.core.wavelet;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;

/**
 * {@link Shrink} without decimation. All bands are as large as the image, so few are held: the
 * result grows from the coarsest level up, band after band, and coarse images are made again.
 */
final class StationaryShrink {
  private static final int PART = 1 << 15;

  private final Wavelet wavelet;
  private final Shrink shrink;
  private final int levels;
  private final Size size;
  private final int[] axes;

  StationaryShrink(Wavelet wavelet, Shrink shrink, int levels, Size size) {
    this.wavelet = wavelet;
    this.shrink = shrink;
    this.levels = levels;
    this.size = size;
    axes = Shrink.axes(size);
  }

  float[] apply(float[] in, boolean estimate) {
    if (estimate && axes.length > 0) {
      shrink.estimate(finest(in));
    }
    float[] sum = coarse(in, levels);
    for (int level = levels; level > 0; level--) {
      sum = back(sum, level, 0);
      details(level == 1 ? in : coarse(in, level - 1), 0, 0, level, sum);
    }
    return sum;
  }

  /** The finest band that is detailed along every axis. */
  private float[] finest(float[] in) {
    float[] band = in;
    for (int axis : axes) {
      band = Bands.spread(band, size, axis, 1, wavelet.detail());
    }
    return band;
  }

  /** The image smoothed that many times; a copy. */
  private float[] coarse(float[] in, int level) {
    float[] now = in.clone();
    float[] next = new float[in.length];
    for (int l = 1; l <= level; l++) {
      for (int axis : axes) {
        Bands.spread(now, next, size, axis, 1 << (l - 1), wavelet.coarse());
        float[] swap = now;
        now = next;
        next = swap;
      }
    }
    return now;
  }

  /** Adds what is left of the details of a level; bit a of {@code detailed} is along axis a. */
  private void details(float[] in, int depth, int detailed, int level, float[] sum) {
    if (depth < axes.length) {
      int step = 1 << (level - 1);
      int axis = axes[depth];
      details(
          Bands.spread(in, size, axis, step, wavelet.coarse()), depth + 1, detailed, level, sum);
      details(
          Bands.spread(in, size, axis, step, wavelet.detail()),
          depth + 1,
          detailed | 1 << axis,
          level,
          sum);
    } else if (detailed != 0) {
      add(back(shrink.shrunk(in), level, detailed), sum);
    }
  }

  /** The way back along all axes; what is given is lost. */
  private float[] back(float[] band, int level, int detailed) {
    float[] now = band;
    float[] next = new float[band.length];
    for (int a = axes.length - 1; a >= 0; a--) {
      boolean detail = (detailed >> axes[a] & 1) == 1;
      float[] filter = detail ? wavelet.detailBack() : wavelet.coarseBack();
      Bands.gather(now, next, size, axes[a], 1 << (level - 1), filter);
      float[] swap = now;
      now = next;
      next = swap;
    }
    return now;
  }

  private static void add(float[] band, float[] sum) {
    Parts.each(
        (sum.length + PART - 1) / PART,
        p -> {
          for (int v = p * PART; v < Math.min(sum.length, (p + 1) * PART); v++) {
            sum[v] += band[v];
          }
        });
  }
}
