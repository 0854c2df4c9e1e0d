package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Volume;

/**
 * v + amount·(v − G_σ ∗ v), unsharp masking; edges repeated, not clipped. Memory: three copies of
 * the image.
 */
@About("Strengthens what a blur would take away.")
public record Sharpen(
    @About("0 changes nothing") @Default("1") double amount,
    @About("deviation of the blur") @Unit("voxels") @Default("1") double sigma)
    implements Intensity {
  public Sharpen {
    Require.within("amount", amount, 0, 100);
    Require.within("sigma", sigma, 0, 1000);
  }

  @Override
  public Volume apply(Volume image) {
    float[] soft = new GaussianBlur(sigma).apply(image).voxels();
    float[] in = image.voxels();
    float[] out = new float[in.length];
    for (int v = 0; v < in.length; v++) {
      out[v] = (float) (in[v] + amount * (in[v] - soft[v]));
    }
    return image.with(Channels.sound(in, out));
  }
}
