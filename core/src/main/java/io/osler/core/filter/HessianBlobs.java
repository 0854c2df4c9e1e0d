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
 * max over σ of σ²ᵈ·|det H(g_σ ∗ v)|, where H is definite (all eigenvalues of one sign), 0 where it
 * is a saddle. Largest at blobs of radius about σ√d. Memory: eight copies of a channel in 3-D.
 */
@About(value = "Blobs, bright or dark.", source = "Lindeberg 1998; Bay et al. 2008")
public record HessianBlobs(
    @About("of the blobs, about radius / √d") @Unit("voxels") @Default("[2, 4]")
        List<Double> sigmas)
    implements ByChannel {
  public HessianBlobs {
    sigmas = List.copyOf(sigmas);
    Require.that(!sigmas.isEmpty(), "sigmas", sigmas, "at least one number");
    for (double sigma : sigmas) {
      Require.within("sigmas", sigma, 0.3, 100);
    }
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    float[] out = new float[in.length];
    for (double sigma : sigmas) {
      Hessian hessian = new Hessian(in, size, sigma);
      int terms = hessian.terms().length;
      if (terms < 3) {
        return out;
      }
      double scale = Math.pow(sigma, terms == 3 ? 4 : 6);
      Parts.each(
          size.height(),
          j -> {
            float[][] h = hessian.plane(j);
            for (int k = 0; k < size.depth(); k++) {
              int at = size.offset(0, j, k);
              for (int i = 0; i < size.width(); i++) {
                double d = determinant(h, k * size.width() + i);
                out[at + i] = Math.max(out[at + i], (float) (scale * d));
              }
            }
          });
    }
    return out;
  }

  private static double determinant(float[][] h, int v) {
    double a = h[0][v];
    double b = h[1][v];
    if (h.length == 3) {
      return Math.max(0, a * b - (double) h[2][v] * h[2][v]);
    }
    double c = h[2][v];
    double ab = h[3][v];
    double ac = h[4][v];
    double bc = h[5][v];
    double minor = a * b - ab * ab;
    double d = a * (b * c - bc * bc) - ab * (ab * c - bc * ac) + ac * (ab * bc - b * ac);
    // Sylvester: minors of H (or of −H) all positive.
    return minor > 0 && a * d > 0 ? Math.abs(d) : 0;
  }
}
