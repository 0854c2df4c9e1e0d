package io.osler.learn.explain;

import io.osler.core.config.InputException;
import io.osler.core.volume.Size;
import io.osler.learn.net.FeatureMaps;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/** CAM and its kin: weighted sums of the last feature maps. */
final class FeatureMethods {
  private static final double LINEAR = 1e-3;

  private FeatureMethods() {}

  /** Feature maps A, their gradients g, F maps of one after the other. */
  private record Maps(float[] values, float[] gradients, int count, Size size) {}

  static HeatMap cam(Subject subject) {
    Maps maps = maps(subject);
    int n = maps.size().voxels();
    double[] weights = new double[maps.count()];
    for (int f = 0; f < weights.length; f++) {
      float first = maps.gradients()[f * n];
      for (int i = 0; i < n; i++) {
        // Behind mean pooling and a linear layer the gradient is the weight, the same everywhere.
        if (Math.abs(maps.gradients()[f * n + i] - first) > LINEAR * (Math.abs(first) + 1e-6)) {
          throw new InputException(
              "CAM needs a network whose last feature maps are averaged and weighted.",
              "this network has another head.",
              "use grad-cam.");
        }
      }
      weights[f] = (double) first * n;
    }
    return weighted(subject, maps, weights, false);
  }

  static HeatMap gradCam(Subject subject) {
    Maps maps = maps(subject);
    int n = maps.size().voxels();
    double[] weights = new double[maps.count()];
    for (int f = 0; f < weights.length; f++) {
      for (int i = 0; i < n; i++) {
        weights[f] += maps.gradients()[f * n + i] / (double) n;
      }
    }
    return weighted(subject, maps, weights, true);
  }

  static HeatMap gradCamPp(Subject subject) {
    Maps maps = maps(subject);
    int n = maps.size().voxels();
    double[] weights = new double[maps.count()];
    for (int f = 0; f < weights.length; f++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += maps.values()[f * n + i];
      }
      for (int i = 0; i < n; i++) {
        double g = maps.gradients()[f * n + i];
        double below = 2 * g * g + g * g * g * sum;
        weights[f] += below == 0 ? 0 : g * g / below * Math.max(0, g);
      }
    }
    return weighted(subject, maps, weights, true);
  }

  private static HeatMap weighted(Subject subject, Maps maps, double[] weights, boolean positive) {
    int n = maps.size().voxels();
    float[] sum = new float[n];
    for (int i = 0; i < n; i++) {
      double heat = 0;
      for (int f = 0; f < weights.length; f++) {
        heat += weights[f] * maps.values()[f * n + i];
      }
      sum[i] = (float) (positive ? Math.max(0, heat) : heat);
    }
    return new HeatMap(subject.size(), Upsample.linear(sum, maps.size(), subject.size()));
  }

  private static Maps maps(Subject subject) {
    if (!(subject.network() instanceof FeatureMaps network)) {
      throw new InputException(
          "This network has no feature maps to look at.",
          "",
          "use occlusion, integrated-gradients or smooth-grad.");
    }
    try (var _ = new TensorScope()) {
      Tensor features = network.features(subject.tensor(subject.input(), 1)).detach();
      // A head may write over its input; the copy keeps A as it was.
      float[] values = Tensors.floats(features);
      long[] shape = features.shape();
      features.set_requires_grad(true);
      Tensor y = subject.logit(network.head(features.mul(Tensors.scalar(1)))).sum();
      float[] gradients = Tensors.floats(Subject.gradient(y, features));
      return new Maps(values, gradients, (int) shape[1], Subject.size(shape));
    }
  }
}
