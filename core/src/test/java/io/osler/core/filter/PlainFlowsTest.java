package io.osler.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.transform.Correlate;
import io.osler.core.volume.OddImages;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Row-wise convolution, diffusion and total variation against their formulas in double. */
class PlainFlowsTest {
  private static final Vec3 SPACING = new Vec3(0.7, 1.1, 2.5);

  private static int place(int v, Size size, int axis) {
    int slice = size.width() * size.height();
    return axis == 0 ? v % size.width() : axis == 1 ? v % slice / size.width() : v / slice;
  }

  /** The value {@code d} further along an axis, edges repeated. */
  private static double at(double[] x, Size size, int v, int axis, int d) {
    int p = place(v, size, axis);
    return x[v + step(size, axis, p, d)];
  }

  private static int step(Size size, int axis, int p, int d) {
    int stride = axis == 0 ? 1 : axis == 1 ? size.width() : size.width() * size.height();
    return (Math.clamp(p + d, 0, size.get(axis) - 1) - p) * stride;
  }

  private static double[] doubles(float[] v) {
    return IntStream.range(0, v.length).mapToDouble(i -> v[i]).toArray();
  }

  private static int[] axes(Size size) {
    return IntStream.range(0, 3).filter(axis -> size.get(axis) > 1).toArray();
  }

  /** Even kernels, odd ones and neither, longer than the axis too. */
  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void correlation(OddImages image) {
    float[][] kernels = {{2}, {1, 3, 1}, {-1, 0, 1}, {1, -2, 5, 4, 0.5f}, new float[41]};
    for (int t = 0; t < 41; t++) {
      kernels[4][t] = (t * 7 % 11 - 5) / 10f;
    }
    Size size = image.size();
    for (float[] kernel : kernels) {
      for (Outside beyond : Outside.values()) {
        for (int axis = 0; axis < 3; axis++) {
          float[] fast = Correlate.along(image.voxels(), size, axis, kernel, beyond::index);
          for (int v = 0; v < fast.length; v++) {
            int p = place(v, size, axis);
            double sum = 0;
            for (int t = 0; t < kernel.length; t++) {
              int q = beyond.index(p + t - kernel.length / 2, size.get(axis));
              sum += kernel[t] * (double) image.voxels()[v + step(size, axis, p, q - p)];
            }
            assertThat((double) fast[v]).isCloseTo(sum, within(1e-3));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void totalVariation(OddImages image) {
    Size size = image.size();
    int[] axes = axes(size);
    int n = size.voxels();
    double[] in = doubles(image.voxels());
    double[][] p = new double[3][n];
    double[] u = in.clone();
    double tau = axes.length == 0 ? 0 : 1.0 / (2 * axes.length);
    for (int turn = 0; turn < 12; turn++) {
      for (int v = 0; v < n; v++) {
        double divergence = 0;
        for (int axis : axes) {
          divergence -= p[axis][v];
          divergence +=
              place(v, size, axis) > 0
                  ? p[axis][v + step(size, axis, place(v, size, axis), -1)]
                  : 0;
        }
        u[v] = in[v] + divergence;
      }
      for (int v = 0; v < n; v++) {
        double norm = 0;
        for (int axis : axes) {
          norm += Math.pow(at(u, size, v, axis, 1) - u[v], 2);
        }
        for (int axis : axes) {
          double slope = at(u, size, v, axis, 1) - u[v];
          p[axis][v] = (p[axis][v] - tau * slope) / (1 + tau / 15 * Math.sqrt(norm));
        }
      }
    }
    float[] fast = new TotalVariation(15, 0, 12).channel(image.voxels(), size, Vec3.ONE);
    for (int v = 0; v < n; v++) {
      assertThat((double) fast[v]).isCloseTo(u[v], within(1e-3));
    }
  }

  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void anisotropicDiffusion(OddImages image) {
    Size size = image.size();
    int[] axes = axes(size);
    double[] now = doubles(image.voxels());
    for (int turn = 0; turn < 4; turn++) {
      double mean = 0;
      for (int v = 0; v < now.length; v++) {
        for (int axis : axes) {
          mean += Math.pow(slope(now, size, v, axis), 2) / now.length;
        }
      }
      double[] next = now.clone();
      for (int v = 0; v < now.length && mean > 0; v++) {
        for (int axis : axes) {
          for (int side : new int[] {-1, 1}) {
            int w = v + step(size, axis, place(v, size, axis), side);
            double f = (now[w] - now[v]) / SPACING.get(axis);
            double squares = f * f;
            for (int other : axes) {
              double across = slope(now, size, v, other) + slope(now, size, w, other);
              squares += other == axis ? 0 : across * across / 4;
            }
            next[v] += 0.06 * f * Math.exp(-squares / (2 * mean * 0.8 * 0.8));
          }
        }
      }
      now = next;
    }
    float[] fast = new AnisotropicDiffusion(0.8, 0.06, 4).channel(image.voxels(), size, SPACING);
    for (int v = 0; v < now.length; v++) {
      assertThat((double) fast[v]).isCloseTo(now[v], within(1e-3));
    }
  }

  private static double slope(double[] x, Size size, int v, int axis) {
    return (at(x, size, v, axis, 1) - at(x, size, v, axis, -1)) / (2 * SPACING.get(axis));
  }
}
