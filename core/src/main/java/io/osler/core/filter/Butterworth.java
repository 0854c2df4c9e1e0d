package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * F⁻¹(H·F v), H = 1/(1 + (|f|/c)²ⁿ), or 1 − H to keep the fine; the image counts as periodic.
 *
 * <p>scikit-image's butterworth (squared, no padding). Memory: three copies of a channel.
 */
@About(
    value = "Takes out fine (or coarse) structure by its frequency.",
    source = "Butterworth 1930; scikit-image butterworth")
public record Butterworth(
    @About("where half passes") @Unit("periods per voxel") @Default("0.1") double cutoff,
    @About("how steep") @Default("2") double order,
    @About("keeps what is fine, not what is coarse") @Default("false") boolean high)
    implements ByChannel {
  public Butterworth {
    Require.within("cutoff", cutoff, 1e-4, 0.5);
    Require.within("order", order, 0.25, 20);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    return Spectrum.filtered(in, size, new Gain(1 / (cutoff * cutoff), order, high));
  }

  private record Gain(double scale, double order, boolean high) implements Spectrum.Gain {
    @Override
    public double at(double fi, double fj, double fk) {
      double squared = (fi * fi + fj * fj + fk * fk) * scale;
      double q = order == 2 ? squared * squared : Math.pow(squared, order);
      return high ? q / (1 + q) : 1 / (1 + q);
    }

    /** The usual order without a branch within the loop. */
    @Override
    public void at(double fi, double[] fj, double[] fk, float[] gains) {
      if (order != 2 || high) {
        Spectrum.Gain.super.at(fi, fj, fk, gains);
        return;
      }
      for (int l = 0; l < gains.length; l++) {
        double squared = (fi * fi + fj[l] * fj[l] + fk[l] * fk[l]) * scale;
        gains[l] = (float) (1 / (1 + squared * squared));
      }
    }
  }
}
