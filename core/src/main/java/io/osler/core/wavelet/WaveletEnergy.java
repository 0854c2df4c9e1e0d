package io.osler.core.wavelet;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * √(Σ d²) over the 2ᵈ − 1 bands of details of one level of the undecimated transform: how much
 * structure of about 2^level voxels there is around. Lengthened and aligned as PyWavelets' swtn.
 * Memory: about eight copies of a channel.
 */
@About(
    value = "How much structure of one scale there is around.",
    source = "Laine and Fan 1993; PyWavelets swtn")
public record WaveletEnergy(
    @About("1 is the finest") @Default("1") int level,
    @About("haar, db1 … db20, sym2 … sym20, coif1 … coif5, bior1.1 … bior6.8") @Default("db2")
        String wavelet)
    implements ByChannel {
  public WaveletEnergy {
    Require.within("level", level, 1, 8);
    Wavelet.of(wavelet);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    Wavelet w = Wavelet.of(wavelet);
    int[] axes = Shrink.axes(size);
    Size wide = size;
    for (int axis : axes) {
      wide = wide.with(axis, (size.get(axis) + (1 << level) - 1 >> level) << level);
    }
    float[] coarse = Mirrored.to(in, size, wide);
    for (int l = 1; l < level; l++) {
      for (int axis : axes) {
        coarse = Bands.spread(coarse, wide, axis, 1 << (l - 1), w.coarse());
      }
    }
    float[] squares = new float[coarse.length];
    collect(coarse, wide, axes, 0, false, w, squares);
    Size all = wide;
    Rows.each(
        all,
        (j, k, at) -> {
          for (int v = at; v < at + all.width(); v++) {
            squares[v] = (float) Math.sqrt(squares[v]);
          }
        });
    return Mirrored.crop(squares, wide, size);
  }

  private void collect(
      float[] in, Size size, int[] axes, int depth, boolean detailed, Wavelet w, float[] sum) {
    if (depth < axes.length) {
      int step = 1 << (level - 1);
      float[] low = Bands.spread(in, size, axes[depth], step, w.coarse());
      collect(low, size, axes, depth + 1, detailed, w, sum);
      float[] high = Bands.spread(in, size, axes[depth], step, w.detail());
      collect(high, size, axes, depth + 1, true, w, sum);
    } else if (detailed) {
      Rows.each(
          size,
          (j, k, at) -> {
            for (int v = at; v < at + size.width(); v++) {
              sum[v] += in[v] * in[v];
            }
          });
    }
  }
}
