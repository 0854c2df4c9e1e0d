package io.osler.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.volume.OddImages;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fast filters against their formula, voxel by voxel in double. */
class PlainFiltersTest {
  /** What a neighbour at (di, dj, dk) with value v adds to a voxel of value c. */
  @FunctionalInterface
  private interface Visit {
    void neighbour(int di, int dj, int dk, double v);
  }

  /** The (2r + 1)ᵈ voxels around (i, j, k); axes of one voxel do not count. */
  private static void around(
      float[] in, Size size, int reach, Outside border, int i, int j, int k, Visit visit) {
    int ri = size.width() > 1 ? reach : 0;
    int rj = size.height() > 1 ? reach : 0;
    int rk = size.depth() > 1 ? reach : 0;
    for (int dk = -rk; dk <= rk; dk++) {
      for (int dj = -rj; dj <= rj; dj++) {
        for (int di = -ri; di <= ri; di++) {
          int x = border.index(i + di, size.width());
          int y = border.index(j + dj, size.height());
          int z = border.index(k + dk, size.depth());
          visit.neighbour(di, dj, dk, in[size.offset(x, y, z)]);
        }
      }
    }
  }

  @FunctionalInterface
  private interface Formula {
    double at(int i, int j, int k);
  }

  private static void assertEach(float[] fast, Size size, double tolerance, Formula formula) {
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++) {
          assertThat((double) fast[size.offset(i, j, k)])
              .as("voxel %d %d %d", i, j, k)
              .isCloseTo(formula.at(i, j, k), within(tolerance));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void bilateral(OddImages image) {
    for (double sigma : new double[] {0.4, 1.3}) {
      Bilateral step = new Bilateral(25, sigma);
      int reach = Math.max(2, (int) Math.ceil(3 * sigma));
      float[] in = image.voxels();
      Size size = image.size();
      assertEach(
          step.channel(in, size, Vec3.ONE),
          size,
          2e-3,
          (i, j, k) -> {
            double centre = in[size.offset(i, j, k)];
            double[] sums = new double[2];
            around(
                in,
                size,
                reach,
                Outside.NEAREST,
                i,
                j,
                k,
                (di, dj, dk, v) -> {
                  double far = di * di + dj * dj + dk * dk;
                  double other = v - centre;
                  double w =
                      Math.exp(-far / (2 * sigma * sigma) - other * other / (2 * 25.0 * 25.0));
                  sums[0] += w * v;
                  sums[1] += w;
                });
            return sums[0] / sums[1];
          });
    }
  }

  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void median(OddImages image) {
    Size size = image.size();
    for (int radius = 0; radius < 4; radius++) {
      int r = radius;
      float[] in = image.voxels();
      assertEach(
          new Median(radius).channel(in, size, Vec3.ONE),
          size,
          0,
          (i, j, k) -> {
            double[] values = new double[343];
            int[] n = new int[1];
            around(in, size, r, Outside.NEAREST, i, j, k, (di, dj, dk, v) -> values[n[0]++] = v);
            Arrays.sort(values, 0, n[0]);
            return values[n[0] / 2];
          });
    }
  }

  /** Keys of the fast median: few and many bits, ties in the upper half of a float's bits. */
  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void medianOfAnyScale(OddImages image) {
    Size size = image.size();
    DoubleUnaryOperator[] scales = {
      v -> v * 1e-6 + 1e3, v -> v * 1e36, v -> v * 1e-44, v -> Math.rint(v) * 8000, v -> -v * v
    };
    for (DoubleUnaryOperator scale : scales) {
      float[] in = new float[size.voxels()];
      for (int v = 0; v < in.length; v++) {
        in[v] = (float) scale.applyAsDouble(image.voxels()[v]);
      }
      assertEach(
          new Median(1).channel(in, size, Vec3.ONE),
          size,
          0,
          (i, j, k) -> {
            double[] values = new double[27];
            int[] n = new int[1];
            around(in, size, 1, Outside.NEAREST, i, j, k, (di, dj, dk, v) -> values[n[0]++] = v);
            Arrays.sort(values, 0, n[0]);
            return values[n[0] / 2];
          });
    }
  }

  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void nonLocalMeans(OddImages image) {
    Size size = image.size();
    float[] in = image.voxels();
    double h = 20;
    for (double sigma : new double[] {0, 9}) {
      assertEach(
          new NonLocalMeans(h, 1, 2, sigma).channel(in, size, Vec3.ONE),
          size,
          2e-3,
          (i, j, k) -> {
            double[] sums = new double[2];
            around(
                in,
                size,
                2,
                Outside.MIRROR,
                i,
                j,
                k,
                (di, dj, dk, v) -> {
                  double d = patches(in, size, i, j, k, di, dj, dk);
                  double w = Math.exp(-Math.max(0, d - 2 * sigma * sigma) / (h * h));
                  sums[0] += w * v;
                  sums[1] += w;
                });
            return sums[0] / sums[1];
          });
    }
  }

  /** The mean squared difference of the patches at two places, the second perhaps outside. */
  private static double patches(
      float[] in, Size size, int i, int j, int k, int di, int dj, int dk) {
    double[] sums = new double[2];
    around(
        in,
        size,
        1,
        Outside.MIRROR,
        i,
        j,
        k,
        (pi, pj, pk, v) -> {
          int x = Outside.MIRROR.index(i + di + pi, size.width());
          int y = Outside.MIRROR.index(j + dj + pj, size.height());
          int z = Outside.MIRROR.index(k + dk + pk, size.depth());
          double difference = v - in[size.offset(x, y, z)];
          sums[0] += difference * difference;
          sums[1]++;
        });
    return sums[0] / sums[1];
  }

  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void momentsMirroredAndWithNoughtOutside(OddImages image) {
    Size size = image.size();
    float[] in = image.voxels();
    for (int radius : new int[] {1, 3}) {
      for (Moments.Border border : Moments.Border.values()) {
        double[] mean = new double[in.length];
        double[] variance = new double[in.length];
        Moments.of(in, size, radius, border, mean, variance);
        for (int v = 0; v < in.length; v++) {
          int i = v % size.width();
          int j = v / size.width() % size.height();
          int k = v / size.width() / size.height();
          double[] sums = new double[3];
          around(
              in,
              size,
              radius,
              Outside.MIRROR,
              i,
              j,
              k,
              (di, dj, dk, value) -> {
                boolean inside =
                    i + di >= 0
                        && i + di < size.width()
                        && j + dj >= 0
                        && j + dj < size.height()
                        && k + dk >= 0
                        && k + dk < size.depth();
                double counted = inside || border == Moments.Border.MIRROR ? value : 0;
                sums[0] += counted;
                sums[1] += counted * counted;
                sums[2]++;
              });
          double expected = sums[0] / sums[2];
          assertThat(mean[v]).isCloseTo(expected, within(1e-9));
          assertThat(variance[v]).isCloseTo(sums[1] / sums[2] - expected * expected, within(1e-8));
        }
      }
    }
  }
}
