package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Volume;

/**
 * v ∗ exp(−x²/2σ²)/Z along each axis, cut at ⌊4σ + ½⌋ voxels, edges repeated (SciPy's
 * gaussian_filter, mode nearest). A 2-D image is not blurred along k. Memory: three copies of the
 * image.
 *
 * @param sigma in voxels
 */
@About(value = "Convolves with a normal density.", source = "SciPy gaussian_filter")
public record GaussianBlur(@About("its deviation") @Unit("voxels") double sigma)
    implements Intensity {
  public GaussianBlur {
    Require.within("sigma", sigma, 0, 1000);
  }

  @Override
  public Volume apply(Volume image) {
    float[] kernel = kernel(sigma);
    float[] voxels = image.voxels();
    for (int axis = 0; axis < 3; axis++) {
      if (image.size().get(axis) > 1 && kernel.length > 1) {
        voxels = Correlate.along(voxels, image.size(), axis, kernel);
      }
    }
    return voxels == image.voxels() ? image : image.with(Channels.sound(image.voxels(), voxels));
  }

  static float[] kernel(double sigma) {
    int reach = (int) (4 * sigma + 0.5);
    double[] w = new double[2 * reach + 1];
    double sum = 0;
    for (int t = -reach; t <= reach; t++) {
      w[t + reach] = Math.exp(-0.5 * t * t / (sigma * sigma));
      sum += w[t + reach];
    }
    float[] out = new float[w.length];
    for (int t = 0; t < w.length; t++) {
      out[t] = reach == 0 ? 1 : (float) (w[t] / sum);
    }
    return out;
  }
}
