package io.osler.core.filter;

import io.osler.core.config.InputException;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.Channels;
import io.osler.core.volume.Volume;

/** Work on the three channels of a colour image, voxel by voxel. */
final class Colours {
  private Colours() {}

  /** Changes red, green and blue in place. */
  @FunctionalInterface
  interface Work {
    void run(double[] colour);
  }

  /** The image itself, if it is one that stains can be told apart in. */
  static Volume checked(Volume image, String step) {
    if (image.channels() != 3) {
      throw new InputException(
          step + " needs red, green and blue, the image has " + image.channels() + " channel(s).",
          "a grey image has no stains.",
          "leave the step out for grey images.");
    }
    return Channels.moderate(image, step);
  }

  static Volume each(Volume image, Work work) {
    float[] in = image.voxels();
    float[] out = new float[in.length];
    int n = image.size().voxels();
    Rows.each(
        image.size(),
        (j, k, at) -> {
          double[] c = new double[3];
          for (int v = at; v < at + image.size().width(); v++) {
            for (int channel = 0; channel < 3; channel++) {
              c[channel] = in[channel * n + v];
            }
            work.run(c);
            for (int channel = 0; channel < 3; channel++) {
              out[channel * n + v] = (float) c[channel];
            }
          }
        });
    return image.with(out);
  }
}
