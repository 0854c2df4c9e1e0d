package io.osler.learn.plan;

import io.osler.core.config.Require;
import io.osler.core.volume.Volume;
import java.util.List;

/**
 * (x − mean) / deviation per channel, the last thing before the network: constants measured on the
 * training cases, or those that pretrained weights expect.
 */
public record Normalise(List<Double> mean, List<Double> deviation) {
  public Normalise {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    Require.that(
        mean.size() == deviation.size() && !mean.isEmpty(),
        "normalise",
        mean.size() + " means and " + deviation.size() + " deviations",
        "one of each per channel");
    deviation.forEach(value -> Require.positive("deviation", value));
  }

  /** Writes the normalised image into {@code out} from {@code at} on. */
  public void write(Volume image, float[] out, int at) {
    int n = image.size().voxels();
    float[] voxels = image.voxels();
    for (int c = 0; c < image.channels(); c++) {
      float shift = mean.get(c % mean.size()).floatValue();
      float scale = (float) (1 / deviation.get(c % mean.size()));
      for (int i = c * n; i < (c + 1) * n; i++) {
        out[at + i] = (voxels[i] - shift) * scale;
      }
    }
  }
}
