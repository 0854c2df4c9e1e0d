package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * A mask u whose outline moves to where λ₁(v − c₁)² and λ₂(v − c₀)² are equal, c₁ and c₀ the means
 * within and without, smoothed by its curvature after each step; it begins as a checkerboard.
 *
 * <p>scikit-image's morphological_chan_vese. Memory: a channel and three masks.
 */
@About(
    value = "Divides into two regions of even intensity with a smooth outline.",
    source = "Chan and Vese 2001; Márquez-Neila et al. 2014; scikit-image")
public record ChanVese(
    @About("steps") @Default("35") int iterations,
    @About("smoothing steps after each") @Default("1") int smoothing,
    @About("weight of the inner region") @Default("1") double lambda1,
    @About("weight of the outer region") @Default("1") double lambda2,
    @About("of the first checkerboard") @Unit("voxels") @Default("5") int square)
    implements ByChannel {
  public ChanVese {
    Require.within("iterations", iterations, 0, 10_000);
    Require.within("smoothing", smoothing, 0, 20);
    Require.within("lambda1", lambda1, 0, 1e6);
    Require.within("lambda2", lambda2, 0, 1e6);
    Require.within("square", square, 1, 1000);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    Level level = new Level(size, (i, j, k) -> (i / square + j / square + k / square) % 2 == 1);
    Curvature curvature = new Curvature(size);
    double total = Rows.sum(size, (j, k, at) -> sum(in, at, size.width()));
    for (int n = 0; n < iterations; n++) {
      Level now = level;
      double inside = Rows.sum(size, (j, k, at) -> now.sum(in, j, k, at));
      double count = Rows.sum(size, (j, k, at) -> now.count(j, k));
      double c1 = inside / (count + 1e-8);
      double c0 = (total - inside) / (in.length - count + 1e-8);
      Level next = new Level(size, level.mask().clone());
      Rows.each(
          size,
          (j, k, at) -> {
            for (int i = 0; i < size.width(); i++) {
              if (now.edge(i, j, k)) {
                double v = in[at + i];
                double pull = lambda1 * (v - c1) * (v - c1) - lambda2 * (v - c0) * (v - c0);
                if (pull != 0) {
                  next.set(i, j, k, pull < 0);
                }
              }
            }
          });
      level = next.smoothed(curvature, smoothing);
    }
    return level.image();
  }

  private static double sum(float[] in, int at, int width) {
    double sum = 0;
    for (int v = at; v < at + width; v++) {
      sum += in[v];
    }
    return sum;
  }
}
