package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;

/**
 * v + strength·(high − low)·cos(2π·(f_i·i/n_i + f_j·j/n_j + f_k·k/n_k)): one spike at frequency f
 * of k-space and its mirror image, seen as stripes. In 2-D f_k is ignored. Memory: two copies of
 * the image.
 */
@About(value = "Stripes from one bad point of k-space (MR).", source = "Jog et al. 2015; TorchIO")
public record Spike(
    @About("[i, j, k]") @Unit("periods over the image") Voxel frequency,
    @About("height of the stripes") @Unit("fraction of the range") @Default("0.1") double strength)
    implements Intensity {
  public Spike {
    Require.within("strength", strength, 0, 100);
  }

  @Override
  public Volume apply(Volume image) {
    Size size = image.size();
    double fi = 2 * Math.PI * frequency.i() / size.width();
    double fj = 2 * Math.PI * frequency.j() / size.height();
    double fk = size.is2d() ? 0 : 2 * Math.PI * frequency.k() / size.depth();
    return Channels.each(
        image,
        (in, from, to, out) -> {
          double height = strength * Spread.range(in, from, to).range();
          int v = from;
          for (int k = 0; k < size.depth(); k++) {
            for (int j = 0; j < size.height(); j++) {
              for (int i = 0; i < size.width(); i++, v++) {
                out[v] = (float) (in[v] + height * Math.cos(fi * i + fj * j + fk * k));
              }
            }
          }
        });
  }
}
