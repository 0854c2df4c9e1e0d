package io.osler.core.wavelet;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * W⁻¹(shrunk(W v)), W the decimated transform over all axes, what lies outside mirrored with its
 * edge; σ, where it is not given, from the finest details' median.
 *
 * <p>scikit-image's denoise_wavelet on floats; 0 levels are the most that make sense less 3.
 * Memory: about five copies of a channel.
 */
@About(
    value = "Takes small details out of a wavelet decomposition.",
    source = "Donoho and Johnstone 1994; Chang et al. 2000; scikit-image denoise_wavelet")
public record WaveletDenoise(
    @About("haar, db1 … db20, sym2 … sym20, coif1 … coif5, bior1.1 … bior6.8") @Default("db1")
        String wavelet,
    @About("visu or bayes") @Default("bayes") Shrinkage rule,
    @About("of the noise; 0 estimates it") @Unit("intensity") @Default("0") double sigma,
    @About("how often halved; 0 chooses") @Default("0") int levels,
    @About("soft thresholds, not hard ones") @Default("true") boolean soft)
    implements ByChannel {
  public WaveletDenoise {
    Require.atLeast("sigma", sigma, 0);
    Require.within("levels", levels, 0, 20);
    Wavelet.of(wavelet);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    Wavelet w = Wavelet.of(wavelet);
    int depth = levels > 0 ? levels : Math.max(1, most(size, w) - 3);
    Shrink shrink = new Shrink(w, depth, rule, soft, sigma, size);
    return shrink.apply(in, size, sigma == 0);
  }

  /** ⌊log₂(n/(L − 1))⌋ of the shortest axis. */
  static int most(Size size, Wavelet w) {
    int levels = 30;
    for (int axis : Shrink.axes(size)) {
      double ratio = (double) size.get(axis) / (w.length() - 1);
      levels = Math.min(levels, ratio < 1 ? 0 : Math.getExponent(ratio));
    }
    return levels;
  }
}
