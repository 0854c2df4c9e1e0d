package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/** 1 where low ≤ v ≤ high, 0 elsewhere. Memory: two copies of a channel. */
@About(value = "1 between two intensities, 0 elsewhere.", source = "SimpleITK BinaryThreshold")
public record Threshold(
    @About("lowest that counts") @Unit("intensity") double low,
    @About("highest that counts") @Unit("intensity") @Default("1e30") double high)
    implements ByChannel {
  public Threshold {
    Require.that(Double.isFinite(low), "low", low, "a finite number");
    Require.that(high >= low, "high", high, "at least low, " + low);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    float[] out = new float[in.length];
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            out[v] = in[v] >= low && in[v] <= high ? 1 : 0;
          }
        });
    return out;
  }
}
