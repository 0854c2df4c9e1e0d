package io.osler.core.morphology;

import io.osler.core.config.About;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * 1 on what is not 0 and on zeros that no path over faces joins to the border, 0 elsewhere; in 3-D
 * holes are cavities. Memory: three copies of a channel.
 */
@About(value = "Fills holes that do not reach the border.", source = "SciPy binary_fill_holes")
public record FillHoles() implements ByChannel {
  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    Runs runs = new Runs(in, size, 1, v -> v == 0);
    int[] components = runs.components();
    boolean[] outside = runs.atBorder(components);
    float[] open = new float[components.length];
    for (int run = 0; run < open.length; run++) {
      open[run] = outside[components[run]] ? 1 : 0;
    }
    float[] out = runs.paint(open);
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            out[v] = 1 - out[v];
          }
        });
    return out;
  }
}
