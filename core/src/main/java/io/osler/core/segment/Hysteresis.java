package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.filter.Joined;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * 1 where v &gt; low and faces join it to a voxel above {@code high} through such voxels. Memory:
 * three copies of a channel.
 */
@About(
    value = "Keeps what is above a low threshold if it holds something above a high one.",
    source = "Canny 1986; scikit-image apply_hysteresis_threshold")
public record Hysteresis(
    @About("of what may be kept") @Unit("intensity") double low,
    @About("of what must be in it") @Unit("intensity") double high)
    implements ByChannel {
  public Hysteresis {
    Require.that(Double.isFinite(low), "low", low, "a finite number");
    Require.that(Double.isFinite(high) && high >= low, "high", high, "at least low, " + low);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    float[] levels = new float[in.length];
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            levels[v] = in[v] > high ? 2 : in[v] > low ? 1 : 0;
          }
        });
    return Joined.to(levels, size, 2, 1);
  }
}
