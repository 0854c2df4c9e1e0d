package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Volume;

/**
 * Hue turned by a part of the colour circle in HSV, value and saturation kept; intensities are
 * taken relative to the range of all three channels. A grey image of one channel stays. Memory: two
 * copies of the image.
 */
@About(value = "Turns the colours.", source = "torchvision adjust_hue")
public record Hue(@About("either way") @Unit("fraction of the circle") double shift)
    implements Intensity {
  public Hue {
    Require.within("shift", shift, -0.5, 0.5);
  }

  @Override
  public Volume apply(Volume image) {
    if (image.channels() == 1) {
      return image;
    }
    Colour.check(image, "hue");
    int n = image.size().voxels();
    float[] in = image.voxels();
    float[] out = new float[in.length];
    Spread range = Spread.range(in, 0, in.length);
    double low = range.low();
    for (int v = 0; v < n; v++) {
      double r = in[v] - low;
      double g = in[n + v] - low;
      double b = in[2 * n + v] - low;
      double top = Math.max(r, Math.max(g, b));
      double chroma = top - Math.min(r, Math.min(g, b));
      double sextant = 6 * shift;
      if (chroma > 0) {
        sextant +=
            top == r ? (g - b) / chroma : top == g ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
      }
      out[v] = (float) (low + top - chroma * fall(5 + sextant));
      out[n + v] = (float) (low + top - chroma * fall(3 + sextant));
      out[2 * n + v] = (float) (low + top - chroma * fall(1 + sextant));
    }
    return image.with(out);
  }

  /** How far below the top a channel is, in parts of the chroma (Smith 1978). */
  private static double fall(double sextant) {
    double k = sextant - 6 * Math.floor(sextant / 6);
    return Math.max(0, Math.min(1, Math.min(k, 4 - k)));
  }
}
