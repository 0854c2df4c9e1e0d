package io.osler.core.morphology;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * v − R(v − h under v): tops at most h high over their surroundings, everything else 0. Memory:
 * four copies of a channel.
 */
@About(
    value = "Keeps the tops of bright parts, whatever they stand on.",
    source = "Vincent 1993; scikit-image reconstruction")
public record Domes(@About("of the tops, at most") @Unit("intensity") double height)
    implements ByChannel {
  public Domes {
    Require.positive("height", height);
    Require.within("height", height, 0, 1e30);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    float[] low = new float[in.length];
    for (int v = 0; v < in.length; v++) {
      low[v] = (float) (in[v] - height);
    }
    float[] under = Reconstruction.under(in, low, size);
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            under[v] = in[v] - under[v];
          }
        });
    return under;
  }
}
