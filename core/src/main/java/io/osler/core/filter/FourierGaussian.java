package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * F⁻¹(H·F v), H = exp(−2π²σ²|f|²), or 1 − H to keep the fine; the image counts as periodic.
 *
 * <p>SciPy's fourier_gaussian. Memory: three copies of a channel.
 */
@About(
    value = "A Gaussian of any width, by frequency.",
    source = "Gonzalez & Woods; SciPy fourier_gaussian")
public record FourierGaussian(
    @About("deviation in space") @Unit("voxels") @Default("2") double sigma,
    @About("keeps what is fine, not what is coarse") @Default("false") boolean high)
    implements ByChannel {
  public FourierGaussian {
    Require.within("sigma", sigma, 0, 1000);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    double scale = -2 * Math.PI * Math.PI * sigma * sigma;
    return Spectrum.filtered(
        in,
        size,
        (fi, fj, fk) -> {
          double low = Math.exp(scale * (fi * fi + fj * fj + fk * fk));
          return high ? 1 - low : low;
        });
  }
}
