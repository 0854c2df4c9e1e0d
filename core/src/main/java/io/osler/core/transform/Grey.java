package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.volume.Volume;

/**
 * 0.2989·R + 0.587·G + 0.114·B as one channel; an image of one channel stays. Memory: two copies of
 * the image.
 */
@About(value = "Colour to grey.", source = "ITU-R BT.601; torchvision rgb_to_grayscale")
public record Grey() implements Intensity {
  @Override
  public Volume apply(Volume image) {
    if (image.channels() == 1) {
      return image;
    }
    Colour.check(image, "grey");
    int n = image.size().voxels();
    float[] in = image.voxels();
    float[] out = new float[n];
    for (int v = 0; v < n; v++) {
      out[v] = Colour.grey(in[v], in[n + v], in[2 * n + v]);
    }
    return image.with(out);
  }
}
