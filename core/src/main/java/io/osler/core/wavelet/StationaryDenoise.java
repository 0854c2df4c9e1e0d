package io.osler.core.wavelet;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * W⁻¹(shrunk(W v)), W the undecimated transform over all axes, periodic after each axis is
 * lengthened to a multiple of 2^levels by mirroring; σ, where it is not given, from the finest
 * details' median.
 *
 * <p>PyWavelets' swtn and iswtn; 0 levels are 2, less where an axis is too short. Memory: eight
 * copies of a channel in 3-D, seven in 2-D.
 */
@About(
    value = "The same for all shifts of the decomposition: no blocks are left.",
    source = "Coifman and Donoho 1995; PyWavelets swtn")
public record StationaryDenoise(
    @About("haar, db1 … db20, sym2 … sym20, coif1 … coif5, bior1.1 … bior6.8") @Default("db2")
        String wavelet,
    @About("visu or bayes") @Default("bayes") Shrinkage rule,
    @About("of the noise; 0 estimates it") @Unit("intensity") @Default("0") double sigma,
    @About("how often halved; 0 chooses") @Default("0") int levels,
    @About("soft thresholds, not hard ones") @Default("true") boolean soft)
    implements ByChannel {
  public StationaryDenoise {
    Require.atLeast("sigma", sigma, 0);
    Require.within("levels", levels, 0, 20);
    Wavelet.of(wavelet);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    int depth = levels > 0 ? levels : 2;
    Size wide = size;
    for (int axis : Shrink.axes(size)) {
      int step = 1 << depth;
      wide = wide.with(axis, (size.get(axis) + step - 1) / step * step);
    }
    float[] padded = Mirrored.to(in, size, wide);
    Wavelet w = Wavelet.of(wavelet);
    Shrink shrink = new Shrink(w, depth, rule, soft, sigma, wide);
    float[] done = new StationaryShrink(w, shrink, depth, wide).apply(padded, sigma == 0);
    return Mirrored.crop(done, wide, size);
  }
}
