package io.osler.core.segment;

import io.osler.core.filter.Moments;
import io.osler.core.parallel.Rows;
import io.osler.core.volume.Size;

/** Thresholds that follow the mean and deviation around each voxel. */
final class Local {
  private Local() {}

  @FunctionalInterface
  interface Threshold {
    double of(double mean, double deviation);
  }

  static float[] above(float[] in, Size size, int radius, Threshold threshold) {
    double[] mean = new double[in.length];
    double[] variance = new double[in.length];
    Moments.of(in, size, radius, Moments.Border.MIRROR, mean, variance);
    float[] out = new float[in.length];
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            out[v] = in[v] > threshold.of(mean[v], Math.sqrt(variance[v])) ? 1 : 0;
          }
        });
    return out;
  }
}
