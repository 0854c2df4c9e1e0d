package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.transform.Correlate;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * Σₐ ∂²/∂a² (g_σ ∗ v), kernels cut at 4σ, edges repeated (SciPy's gaussian_laplace, mode nearest).
 * Negative on bright blobs of radius σ√d. Memory: four copies of a channel.
 */
@About(
    value = "Edges as zero crossings, blobs as extrema.",
    source = "Marr and Hildreth 1980; SciPy gaussian_laplace")
public record LaplacianOfGaussian(
    @About("of the Gaussian") @Unit("voxels") @Default("1.5") double sigma) implements ByChannel {
  public LaplacianOfGaussian {
    Require.within("sigma", sigma, 0.2, 100);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    float[] smooth = Gauss.kernel(sigma, 0, 4);
    float[] second = Gauss.kernel(sigma, 2, 4);
    float[] out = new float[in.length];
    for (int axis = 0; axis < 3; axis++) {
      if (size.get(axis) > 1) {
        float[] term = in;
        for (int along = 0; along < 3; along++) {
          if (size.get(along) > 1) {
            float[] kernel = along == axis ? second : smooth;
            term = Correlate.along(term, size, along, kernel, Outside.NEAREST::index);
          }
        }
        float[] done = term;
        Rows.each(
            size,
            (j, k, at) -> {
              for (int v = at; v < at + size.width(); v++) {
                out[v] += done[v];
              }
            });
      }
    }
    return out;
  }
}
