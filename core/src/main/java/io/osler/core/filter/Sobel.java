package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.transform.Correlate;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.stream.IntStream;

/**
 * √(Σₐ dₐ²/d): along each axis the difference of the neighbours, weighted (1, 2, 1)/4 across;
 * borders symmetric. Voxels count, not millimetres. Memory: four copies of a channel.
 */
@About(value = "The strength of edges.", source = "Sobel and Feldman 1968; scikit-image sobel")
public record Sobel() implements ByChannel {
  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    int[] axes = IntStream.range(0, 3).filter(a -> size.get(a) > 1).toArray();
    float[] out = new float[in.length];
    for (int axis : axes) {
      float[] d = derivative(in, size, axis, 1, 0.25f);
      Rows.each(
          size,
          (j, k, at) -> {
            for (int v = at; v < at + size.width(); v++) {
              out[v] += d[v] * d[v];
            }
          });
    }
    float share = 1f / Math.max(1, axes.length);
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            out[v] = (float) Math.sqrt(out[v] * share);
          }
        });
    return out;
  }

  /** half·(v₊ − v₋) along the axis, (1, 2, 1)·quarter along the others. */
  static float[] derivative(float[] in, Size size, int axis, float half, float quarter) {
    float[] d =
        Correlate.along(in, size, axis, new float[] {-half, 0, half}, Outside.SYMMETRIC::index);
    for (int other = 0; other < 3; other++) {
      if (other != axis && size.get(other) > 1) {
        float[] smooth = {quarter, 2 * quarter, quarter};
        d = Correlate.along(d, size, other, smooth, Outside.SYMMETRIC::index);
      }
    }
    return d;
  }
}
