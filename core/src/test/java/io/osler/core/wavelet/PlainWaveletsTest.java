package io.osler.core.wavelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.volume.OddImages;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shrinking that holds few bands at a time against all of them written out in double. */
class PlainWaveletsTest {
  private static final double QUARTILE = 0.6744897501960817;

  private static int[] axes(Size size) {
    return IntStream.range(0, 3).filter(axis -> size.get(axis) > 1).toArray();
  }

  private static int index(int p, int n) {
    int q = p % (2 * n);
    return q < n ? q : 2 * n - 1 - q;
  }

  private static int stride(Size size, int axis) {
    return axis == 0 ? 1 : axis == 1 ? size.width() : size.width() * size.height();
  }

  /** Σₜ f[t]·x[p + (L/2 − t)·step] along an axis, periodic; the way back is its transpose. */
  private static double[] convolved(
      double[] x, Size size, int axis, int step, float[] f, boolean back) {
    double[] out = new double[x.length];
    int n = size.get(axis);
    int stride = stride(size, axis);
    for (int v = 0; v < x.length; v++) {
      int p = v / stride % n;
      for (int t = 0; t < f.length; t++) {
        int shift = (f.length / 2 - (back ? f.length - 1 - t : t)) * step;
        int q = Math.floorMod(back ? p - shift : p + shift, n);
        out[v] += (back ? 0.5 : 1) * f[t] * x[v + (q - p) * stride];
      }
    }
    return out;
  }

  private static double[] band(double[] x, Size size, int level, int detailed, Wavelet w) {
    double[] band = x;
    int[] axes = axes(size);
    for (int a = 0; a < axes.length; a++) {
      float[] f = (detailed >> a & 1) == 1 ? w.detail() : w.coarse();
      band = convolved(band, size, axes[a], 1 << (level - 1), f, false);
    }
    return band;
  }

  private static double[] back(double[] x, Size size, int level, int detailed, Wavelet w) {
    double[] band = x;
    int[] axes = axes(size);
    for (int a = axes.length - 1; a >= 0; a--) {
      float[] f = (detailed >> a & 1) == 1 ? w.detailBack() : w.coarseBack();
      band = convolved(band, size, axes[a], 1 << (level - 1), f, true);
    }
    return band;
  }

  private static void shrink(double[] band, StationaryDenoise step, double sigma) {
    double squares = Arrays.stream(band).map(v -> v * v).average().orElseThrow();
    double threshold =
        step.rule() == Shrinkage.VISU
            ? sigma * Math.sqrt(2 * Math.log(band.length))
            : sigma * sigma / Math.sqrt(Math.max(squares - sigma * sigma, Math.ulp(1.0)));
    for (int v = 0; v < band.length; v++) {
      double rest = Math.abs(band[v]) - threshold;
      band[v] = rest < 0 ? 0 : step.soft() ? Math.copySign(rest, band[v]) : band[v];
    }
  }

  private static double[] plain(double[] x, Size size, StationaryDenoise step, double sigma) {
    Wavelet w = Wavelet.of(step.wavelet());
    int kinds = 1 << axes(size).length;
    double[][][] bands = new double[step.levels() + 1][kinds][];
    bands[0][0] = x;
    for (int level = 1; level <= step.levels(); level++) {
      for (int detailed = 0; detailed < kinds; detailed++) {
        bands[level][detailed] = band(bands[level - 1][0], size, level, detailed, w);
      }
    }
    double[] now = bands[step.levels()][0];
    for (int level = step.levels(); level > 0; level--) {
      double[] sum = back(now, size, level, 0, w);
      for (int detailed = 1; detailed < kinds; detailed++) {
        shrink(bands[level][detailed], step, sigma);
        double[] one = back(bands[level][detailed], size, level, detailed, w);
        for (int v = 0; v < sum.length; v++) {
          sum[v] += one[v];
        }
      }
      now = sum;
    }
    return now;
  }

  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void stationary(OddImages image) {
    for (String name : new String[] {"haar", "db2", "bior2.2"}) {
      for (StationaryDenoise step :
          new StationaryDenoise[] {
            new StationaryDenoise(name, Shrinkage.VISU, 8, 1, true),
            new StationaryDenoise(name, Shrinkage.VISU, 8, 2, false),
            new StationaryDenoise(name, Shrinkage.BAYES, 8, 2, true)
          }) {
        Size size = image.size();
        Size wide = size;
        int unit = 1 << step.levels();
        for (int axis : axes(size)) {
          wide = wide.with(axis, (size.get(axis) + unit - 1) / unit * unit);
        }
        double[] padded = new double[wide.voxels()];
        for (int v = 0; v < padded.length; v++) {
          int i = index(v % wide.width(), size.width());
          int j = index(v / wide.width() % wide.height(), size.height());
          int k = index(v / wide.width() / wide.height(), size.depth());
          padded[v] = image.voxels()[size.offset(i, j, k)];
        }
        double[] exact = plain(padded, wide, step, 8);
        float[] fast = step.channel(image.voxels(), size, Vec3.ONE);
        for (int v = 0; v < fast.length; v++) {
          int i = v % size.width();
          int j = v / size.width() % size.height();
          int k = v / size.width() / size.height();
          assertThat((double) fast[v])
              .as("%s at %d %d %d", step, i, j, k)
              .isCloseTo(exact[wide.offset(i, j, k)], within(1e-3));
        }
      }
    }
  }

  /** Coifman and Donoho: the mean over all shifts of what the decimated transform gives. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofHaarIsTheMeanOverAllShiftsOfTheDecimatedOne(boolean soft) {
    Size size = new Size(12, 8, 4);
    SplittableRandom random = new SplittableRandom(2);
    float[] in = new float[size.voxels()];
    for (int v = 0; v < in.length; v++) {
      in[v] = (float) (50 * random.nextGaussian() - 10);
    }
    int levels = 2;
    WaveletDenoise decimated = new WaveletDenoise("haar", Shrinkage.VISU, 9, levels, soft);
    double[] mean = new double[in.length];
    int unit = 1 << levels;
    for (int shift = 0; shift < unit * unit * unit; shift++) {
      int[] to = new int[in.length];
      float[] moved = new float[in.length];
      for (int v = 0; v < in.length; v++) {
        int i = (v % 12 + shift % unit) % 12;
        int j = (v / 12 % 8 + shift / unit % unit) % 8;
        int k = (v / 96 + shift / unit / unit) % 4;
        to[v] = size.offset(i, j, k);
        moved[to[v]] = in[v];
      }
      float[] done = decimated.channel(moved, size, Vec3.ONE);
      for (int v = 0; v < in.length; v++) {
        mean[v] += done[to[v]] / (double) (unit * unit * unit);
      }
    }
    float[] fast =
        new StationaryDenoise("haar", Shrinkage.VISU, 9, levels, soft).channel(in, size, Vec3.ONE);
    for (int v = 0; v < in.length; v++) {
      assertThat((double) fast[v]).isCloseTo(mean[v], within(1e-3));
    }
  }

  /** σ is the median of |d| ≠ 0 over 0.6745, d the finest details along every axis. */
  @ParameterizedTest
  @ValueSource(ints = {12, 13})
  void noiseIsEstimatedByTheMedianOfTheFinestDetails(int width) {
    Size size = new Size(width, 8, 1);
    SplittableRandom random = new SplittableRandom(width);
    float[] in = new float[size.voxels()];
    for (int v = 0; v < in.length; v++) {
      in[v] = (float) (50 * random.nextGaussian());
    }
    Size wide = new Size((width + 1) / 2 * 2, 8, 1);
    double[] padded = new double[wide.voxels()];
    for (int v = 0; v < padded.length; v++) {
      padded[v] = in[size.offset(index(v % wide.width(), width), v / wide.width(), 0)];
    }
    Wavelet w = Wavelet.of("db3");
    double[] finest = Arrays.stream(band(padded, wide, 1, 3, w)).map(Math::abs).sorted().toArray();
    int n = finest.length;
    double sigma = (finest[(n - 1) / 2] + finest[n / 2]) / 2 / QUARTILE;
    StationaryDenoise estimates = new StationaryDenoise("db3", Shrinkage.BAYES, 0, 1, true);
    StationaryDenoise told = new StationaryDenoise("db3", Shrinkage.BAYES, sigma, 1, true);
    float[] a = estimates.channel(in, size, Vec3.ONE);
    float[] b = told.channel(in, size, Vec3.ONE);
    for (int v = 0; v < a.length; v++) {
      assertThat((double) a[v]).isCloseTo(b[v], within(1e-3));
    }
  }
}
