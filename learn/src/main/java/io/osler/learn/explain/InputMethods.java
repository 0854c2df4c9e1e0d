package io.osler.learn.explain;

import io.osler.core.volume.Size;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Methods that change the input and watch the logit or its gradient. */
final class InputMethods {
  private static final int BATCH = 16;

  private InputMethods() {}

  static HeatMap occlusion(Method.Occlusion wanted, Subject subject) {
    Size size = subject.size();
    Method.Occlusion method = wanted.fitting(size);
    int[] is = starts(size.width(), method);
    int[] js = starts(size.height(), method);
    int[] ks = starts(size.depth(), method);
    float whole = subject.logits(subject.input(), 1)[0];
    double[] fall = new double[size.voxels()];
    int[] times = new int[size.voxels()];
    int windows = is.length * js.length * ks.length;
    for (int from = 0; from < windows; from += BATCH) {
      int batch = Math.min(BATCH, windows - from);
      float[] hidden = repeated(subject.input(), batch);
      for (int b = 0; b < batch; b++) {
        for (int voxel : window(from + b, is, js, ks, size, method.window())) {
          for (int c = 0; c < subject.channels(); c++) {
            hidden[(b * subject.channels() + c) * size.voxels() + voxel] = (float) method.fill();
          }
        }
      }
      float[] logits = subject.logits(hidden, batch);
      for (int b = 0; b < batch; b++) {
        for (int voxel : window(from + b, is, js, ks, size, method.window())) {
          fall[voxel] += whole - logits[b];
          times[voxel]++;
        }
      }
    }
    float[] heat = new float[fall.length];
    for (int i = 0; i < heat.length; i++) {
      heat[i] = (float) (fall[i] / times[i]);
    }
    return new HeatMap(size, heat);
  }

  /** Where windows begin along an axis; the last one ends with the axis. */
  private static int[] starts(int length, Method.Occlusion method) {
    int last = Math.max(0, length - method.window());
    int[] starts = new int[Math.ceilDiv(last, method.stride()) + 1];
    for (int s = 0; s < starts.length; s++) {
      starts[s] = Math.min(s * method.stride(), last);
    }
    return starts;
  }

  private static int[] window(int number, int[] is, int[] js, int[] ks, Size size, int side) {
    int i0 = is[number % is.length];
    int j0 = js[number / is.length % js.length];
    int k0 = ks[number / is.length / js.length];
    int i1 = Math.min(i0 + side, size.width());
    int j1 = Math.min(j0 + side, size.height());
    int k1 = Math.min(k0 + side, size.depth());
    int[] voxels = new int[(i1 - i0) * (j1 - j0) * (k1 - k0)];
    int at = 0;
    for (int k = k0; k < k1; k++) {
      for (int j = j0; j < j1; j++) {
        for (int i = i0; i < i1; i++) {
          voxels[at++] = size.offset(i, j, k);
        }
      }
    }
    return voxels;
  }

  static HeatMap integratedGradients(Method.IntegratedGradients method, Subject subject) {
    float[] x = subject.input();
    float start = (float) method.baseline();
    double[] sum = new double[x.length];
    for (int from = 0; from < method.steps(); from += BATCH) {
      int batch = Math.min(BATCH, method.steps() - from);
      float[] way = new float[batch * x.length];
      for (int b = 0; b < batch; b++) {
        double part = (from + b + 0.5) / method.steps();
        for (int i = 0; i < x.length; i++) {
          way[b * x.length + i] = (float) (start + part * (x[i] - start));
        }
      }
      add(sum, subject.gradients(way, batch));
    }
    for (int i = 0; i < x.length; i++) {
      sum[i] *= (x[i] - start) / method.steps();
    }
    return overChannels(subject, sum);
  }

  static HeatMap smoothGrad(Method.SmoothGrad method, Subject subject) {
    SplittableRandom random = new SplittableRandom(method.seed());
    return smoothGrad(method, subject, random::nextGaussian);
  }

  /** With {@code noise} of standard deviation 1, one value per sample, channel and voxel. */
  static HeatMap smoothGrad(Method.SmoothGrad method, Subject subject, DoubleSupplier noise) {
    float[] x = subject.input();
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float v : x) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    double deviation = method.noise() * (high - low);
    double[] sum = new double[x.length];
    for (int from = 0; from < method.samples(); from += BATCH) {
      int batch = Math.min(BATCH, method.samples() - from);
      float[] noisy = repeated(x, batch);
      for (int i = 0; i < noisy.length; i++) {
        noisy[i] += (float) (deviation * noise.getAsDouble());
      }
      add(sum, subject.gradients(noisy, batch));
    }
    for (int i = 0; i < x.length; i++) {
      sum[i] *= (x[i] - method.baseline()) / method.samples();
    }
    return overChannels(subject, sum);
  }

  private static float[] repeated(float[] values, int times) {
    float[] out = new float[Math.multiplyExact(values.length, times)];
    for (int t = 0; t < times; t++) {
      System.arraycopy(values, 0, out, t * values.length, values.length);
    }
    return out;
  }

  private static void add(double[] sum, float[] batch) {
    for (int i = 0; i < batch.length; i++) {
      sum[i % sum.length] += batch[i];
    }
  }

  private static HeatMap overChannels(Subject subject, double[] values) {
    float[] heat = new float[subject.size().voxels()];
    for (int i = 0; i < values.length; i++) {
      heat[i % heat.length] += (float) values[i];
    }
    return new HeatMap(subject.size(), heat);
  }
}
