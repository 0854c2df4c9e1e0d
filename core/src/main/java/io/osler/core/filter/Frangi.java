package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Parts;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.List;

/**
 * max over σ of (1 − e^(−A²/2α²))·e^(−B²/2β²)·(1 − e^(−S²/2γ²)) from the Hessian's eigenvalues |λ₁|
 * ≤ |λ₂| ≤ |λ₃|: A = λ₂/λ₃ (∞ in 2-D), B = |λ₁|/√(λ₂λ₃) (|λ₁|/λ₂), S² = Σλ²; 0 on what is no tube
 * of the wanted kind.
 *
 * <p>scikit-image's frangi: derivatives are not scaled by σ, and γ = 0 stands for half of the first
 * scale's largest S. Voxels count, not millimetres. Memory: eight copies of a channel in 3-D.
 */
@About(value = "Vessels: how tube-like it is around.", source = "Frangi et al. 1998; scikit-image")
public record Frangi(
    @About("of the vessels, about their radius") @Unit("voxels") @Default("[1, 3, 5, 7, 9]")
        List<Double> sigmas,
    @About("tells tubes from plates") @Default("0.5") double alpha,
    @About("tells tubes from blobs") @Default("0.5") double beta,
    @About("tells structure from noise; 0 finds it") @Unit("intensity / voxel²") @Default("0")
        double gamma,
    @About("bright on dark, not dark on bright") @Default("true") boolean bright)
    implements ByChannel {
  public Frangi {
    sigmas = List.copyOf(sigmas);
    Require.that(!sigmas.isEmpty(), "sigmas", sigmas, "at least one number");
    for (double sigma : sigmas) {
      Require.within("sigmas", sigma, 0.3, 100);
    }
    Require.positive("alpha", alpha);
    Require.positive("beta", beta);
    Require.atLeast("gamma", gamma, 0);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    float[] out = new float[in.length];
    double g = gamma;
    for (double sigma : sigmas) {
      Hessian hessian = new Hessian(in, size, sigma);
      int[] terms = hessian.terms();
      if (terms.length < 3) {
        return out; // a line or a point has no tubes
      }
      if (g == 0) {
        double[] most = new double[size.height()];
        Parts.each(size.height(), j -> most[j] = strongest(hessian.plane(j), terms.length));
        g = Math.sqrt(java.util.Arrays.stream(most).max().orElse(0)) / 2;
        g = g == 0 ? 1 : g;
      }
      double scale = -1 / (2 * g * g);
      Parts.each(size.height(), j -> tubes(hessian.plane(j), j, size, scale, out));
    }
    return out;
  }

  /** The largest Σλ² = Σ h²: no eigenvalues are needed for it. */
  private static double strongest(float[][] h, int terms) {
    double most = 0;
    int diagonal = terms == 3 ? 2 : 3;
    for (int v = 0; v < h[0].length; v++) {
      double sum = 0;
      for (int t = 0; t < terms; t++) {
        sum += (t < diagonal ? 1.0 : 2.0) * h[t][v] * h[t][v];
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  private void tubes(float[][] h, int j, Size size, double scale, float[] out) {
    double sign = bright ? -1 : 1;
    double[] e = new double[3];
    for (int k = 0; k < size.depth(); k++) {
      int at = size.offset(0, j, k);
      for (int i = 0; i < size.width(); i++) {
        int v = k * size.width() + i;
        double value = h.length == 3 ? flat(h, v, sign, scale, e) : solid(h, v, sign, scale, e);
        out[at + i] = Math.max(out[at + i], (float) value);
      }
    }
  }

  private double flat(float[][] h, int v, double sign, double scale, double[] e) {
    Eigenvalues.of(sign * h[0][v], sign * h[1][v], sign * h[2][v], e);
    boolean ordered = Math.abs(e[0]) < Math.abs(e[1]);
    double second = Math.max(ordered ? e[1] : e[0], 1e-10);
    double b = Math.abs(ordered ? e[0] : e[1]) / second;
    double s = e[0] * e[0] + e[1] * e[1];
    return Math.exp(-b * b / (2 * beta * beta)) * -Math.expm1(s * scale);
  }

  private double solid(float[][] h, int v, double sign, double scale, double[] e) {
    double x = sign * h[0][v];
    double y = sign * h[1][v];
    double z = sign * h[2][v];
    if (x + y + z <= 0) {
      return 0; // the two largest cannot both be positive
    }
    Eigenvalues.of(x, y, z, sign * h[3][v], sign * h[4][v], sign * h[5][v], e);
    double first = e[1];
    double second = e[0];
    double third = e[2];
    // Of three ascending numbers the one nearest nought may be any.
    if (e[0] >= 0) {
      first = e[0];
      second = e[1];
    } else if (-e[0] < Math.abs(e[1])) {
      first = e[0];
      second = e[1];
    } else if (-e[0] > third) {
      second = third;
      third = e[0];
    }
    second = Math.max(second, 1e-10);
    third = Math.max(third, 1e-10);
    double b = first * first / (second * third) / (2 * beta * beta);
    if (b > 100) {
      return 0;
    }
    double a = second / third;
    double s = e[0] * e[0] + e[1] * e[1] + e[2] * e[2];
    return -Math.expm1(-a * a / (2 * alpha * alpha)) * Math.exp(-b) * -Math.expm1(s * scale);
  }
}
