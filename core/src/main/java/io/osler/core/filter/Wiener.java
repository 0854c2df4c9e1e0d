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
 * μ + max(0, 1 − n/s²)·(v − μ), μ and s² the mean and variance of the (2r + 1)ᵈ voxels around each,
 * nought outside the image as in SciPy's wiener; n the noise's variance, or the mean of s² where it
 * is not given.
 *
 * <p>Memory: a channel in double, twice.
 */
@About(
    value = "Smooths where the image varies no more than its noise.",
    source = "Lim 1990; SciPy wiener")
public record Wiener(
    @About("of the neighbourhood") @Unit("voxels") @Default("1") int radius,
    @About("variance of the noise; 0 estimates it") @Unit("intensity²") @Default("0") double noise)
    implements ByChannel {
  public Wiener {
    Require.within("radius", radius, 1, 50);
    Require.atLeast("noise", noise, 0);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    double[] mean = new double[in.length];
    double[] variance = new double[in.length];
    Moments.of(in, size, radius, Moments.Border.ZERO, mean, variance);
    double floor = noise;
    if (noise == 0) {
      floor =
          Rows.sum(
                  size,
                  (j, k, at) -> {
                    double row = 0;
                    for (int v = at; v < at + size.width(); v++) {
                      row += variance[v];
                    }
                    return row;
                  })
              / in.length;
    }
    float[] out = new float[in.length];
    double n = floor;
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            double kept = variance[v] <= n ? 0 : 1 - n / variance[v];
            out[v] = (float) (mean[v] + kept * (in[v] - mean[v]));
          }
        });
    return out;
  }
}
