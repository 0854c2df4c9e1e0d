package io.osler.core.filter;

import io.osler.core.transform.Correlate;
import io.osler.core.volume.Size;

/** Sampled Gaussian kernels as SciPy makes them, and their derivatives, to correlate with. */
public final class Gauss {
  /** Beyond so many deviations a kernel is below a float sum's resolution. */
  private static final double VISIBLE = 6.3;

  private Gauss() {}

  /** g(x) ∝ exp(−x²/2σ²) with sum 1, or its first or second derivative; cut at truncate·σ. */
  public static float[] kernel(double sigma, int order, double truncate) {
    int reach = (int) (truncate * sigma + 0.5);
    double sum = 0;
    double[] g = new double[2 * reach + 1];
    for (int x = -reach; x <= reach; x++) {
      g[x + reach] = Math.exp(-0.5 * x * x / (sigma * sigma));
      sum += g[x + reach];
    }
    int kept = Math.min(reach, (int) Math.ceil(VISIBLE * sigma));
    float[] out = new float[2 * kept + 1];
    double s2 = sigma * sigma;
    for (int x = -kept; x <= kept; x++) {
      double phi = g[x + reach] / sum;
      double factor = order == 0 ? 1 : order == 1 ? x / s2 : (x * x / s2 - 1) / s2;
      out[x + kept] = (float) (phi * factor);
    }
    return out;
  }

  /** Blurred along every axis of more than one voxel; SciPy's gaussian_filter. */
  public static float[] blur(float[] in, Size size, double sigma, Correlate.Beyond beyond) {
    float[] out = in;
    float[] kernel = kernel(sigma, 0, 4);
    for (int axis = 0; axis < 3; axis++) {
      if (size.get(axis) > 1 && sigma > 0) {
        out = Correlate.along(out, size, axis, kernel, beyond);
      }
    }
    return out;
  }
}
