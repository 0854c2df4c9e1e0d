package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.volume.Case;
import io.osler.core.volume.Volume;
import java.util.List;

/**
 * Another intensity step for each channel: a CT and a PET in one image are scaled differently.
 * Memory: two copies of the image and what the steps take for a channel.
 */
@About("Another intensity step for each channel.")
public record PerChannel(@About("one for each channel, in order") List<Transform> steps)
    implements Intensity {
  public PerChannel {
    steps = List.copyOf(steps);
    Require.atLeast("steps", steps.size(), 1);
  }

  @Override
  public Volume apply(Volume image) {
    Require.that(
        steps.size() == image.channels(),
        "steps",
        steps.size(),
        "one for each of " + image.channels() + " channels");
    int n = image.size().voxels();
    float[] out = new float[image.voxels().length];
    for (int c = 0; c < steps.size(); c++) {
      Volume done = steps.get(c).apply(Case.of("channel", image.channel(c))).image();
      Require.that(
          done.size().equals(image.size()), "steps", steps.get(c), "steps that keep the grid");
      System.arraycopy(done.voxels(), 0, out, c * n, n);
    }
    return image.with(out);
  }
}
