package io.osler.core.transform;

import io.osler.core.config.Catalogue;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;

/**
 * An intensity step that sees one channel at a time; images with NaN, infinities or values beyond
 * ±10¹⁵ are refused.
 */
public interface ByChannel extends Intensity {
  /**
   * @param in one channel, i fastest; not written to
   * @param spacing in mm
   * @return another array of the same length
   */
  float[] channel(float[] in, Size size, Vec3 spacing);

  @Override
  default Volume apply(Volume image) {
    Channels.moderate(image, Catalogue.kind(getClass()));
    if (image.channels() == 1) {
      return image.with(channel(image.voxels(), image.size(), image.geometry().spacing()));
    }
    int n = image.size().voxels();
    float[] out = new float[image.voxels().length];
    for (int c = 0; c < image.channels(); c++) {
      float[] one = image.channel(c).voxels();
      float[] done = channel(one, image.size(), image.geometry().spacing());
      System.arraycopy(done, 0, out, c * n, n);
    }
    return image.with(out);
  }
}
