package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.Intensity;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;

/**
 * In lαβ each component to the wanted mean and (population) deviation, then back, clipped to 0 …
 * 255. A component that does not vary only moves. Memory: twice the image.
 */
@About(
    value = "Gives a stained slide the colours of a reference.",
    source = "Reinhard et al. 2001; Ruderman et al. 1998; HistomicsTK")
public record Reinhard(
    @About("of l, α, β of the reference") @Default("[8.74108109, -0.12440419, 0.0444982]")
        Vec3 mean,
    @About("of l, α, β of the reference") @Default("[0.6135447, 0.10989545, 0.0286032]")
        Vec3 deviation)
    implements Intensity {
  public Reinhard {
    Require.that(mean.isFinite(), "mean", mean, "finite numbers");
    for (int c = 0; c < 3; c++) {
      Require.within("deviation", deviation.get(c), 0, 100);
    }
  }

  @Override
  public Volume apply(Volume image) {
    Volume lab = Colours.each(Colours.checked(image, "reinhard"), Ruderman::from);
    double[] means = new double[3];
    double[] scales = new double[3];
    int n = image.size().voxels();
    float[] v = lab.voxels();
    for (int c = 0; c < 3; c++) {
      int from = c * n;
      double m = sum(image, (i) -> v[from + i]) / n;
      double s = Math.sqrt(sum(image, (i) -> (v[from + i] - m) * (v[from + i] - m)) / n);
      means[c] = m;
      scales[c] = s > 1e-9 ? deviation.get(c) / s : 0;
    }
    return Colours.each(
        image,
        colour -> {
          Ruderman.from(colour);
          for (int c = 0; c < 3; c++) {
            colour[c] = (colour[c] - means[c]) * scales[c] + mean.get(c);
          }
          Ruderman.back(colour);
          for (int c = 0; c < 3; c++) {
            colour[c] = Math.clamp(colour[c], 0.0, 255.0);
          }
        });
  }

  @FunctionalInterface
  private interface At {
    double of(int voxel);
  }

  private static double sum(Volume image, At at) {
    int width = image.size().width();
    return Rows.sum(
        image.size(),
        (j, k, from) -> {
          double row = 0;
          for (int v = from; v < from + width; v++) {
            row += at.of(v);
          }
          return row;
        });
  }
}
