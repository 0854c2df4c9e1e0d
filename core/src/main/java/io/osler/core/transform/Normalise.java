package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Volume;
import java.util.List;

/**
 * (v − mean_c)/std_c with fixed numbers: those of a data set, or those a pretrained network was
 * fed. Memory: two copies of the image.
 *
 * @param mean one per channel, or one for all, in the image's unit
 * @param std likewise, each positive
 */
@About("Subtracts a fixed mean, divides by a fixed deviation.")
public record Normalise(
    @About("one per channel, or one for all") @Unit("the image's") List<Double> mean,
    @About("likewise") @Unit("the image's") List<Double> std)
    implements Intensity {
  public Normalise {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    Require.that(!mean.isEmpty() && mean.size() == std.size(), "std", std, "as many as mean has");
    mean.forEach(m -> Require.that(Double.isFinite(m), "mean", m, "a finite number"));
    std.forEach(s -> Require.positive("std", s));
  }

  @Override
  public Volume apply(Volume image) {
    Require.that(
        mean.size() == 1 || mean.size() == image.channels(),
        "mean",
        mean,
        "one number, or one for each of " + image.channels() + " channels");
    int n = image.size().voxels();
    return Channels.each(
        image,
        (in, from, to, out) -> {
          int c = mean.size() == 1 ? 0 : from / n;
          double m = mean.get(c);
          double factor = 1 / std.get(c);
          for (int i = from; i < to; i++) {
            out[i] = (float) ((in[i] - m) * factor);
          }
        });
  }
}
