package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.volume.Volume;

/**
 * g + factor·(v − g), g the voxel's grey, clipped to the range of all three channels: torchvision's
 * adjust_saturation where an image spans [0, 1]. A grey image of one channel stays. Memory: two
 * copies of the image.
 */
@About(value = "Strength of colours.", source = "torchvision adjust_saturation")
public record Saturation(@About("0 is grey, above 1 strengthens") double factor)
    implements Intensity {
  public Saturation {
    Require.within("factor", factor, 0, 1000);
  }

  @Override
  public Volume apply(Volume image) {
    if (image.channels() == 1) {
      return image;
    }
    Colour.check(image, "saturation");
    int n = image.size().voxels();
    float[] in = image.voxels();
    float[] out = new float[in.length];
    Spread s = Spread.range(in, 0, in.length);
    for (int v = 0; v < n; v++) {
      double grey = Colour.grey(in[v], in[n + v], in[2 * n + v]);
      for (int at = v; at < in.length; at += n) {
        double blended = grey + factor * (in[at] - grey);
        out[at] = (float) Math.max(s.low(), Math.min(s.high(), blended));
      }
    }
    return image.with(out);
  }
}
