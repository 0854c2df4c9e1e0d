package io.osler.core.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.volume.OddImages;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against NumPy's definition: bin b holds edge b ≤ v &lt; edge b + 1, the last its end too. */
class HistogramTest {
  private static long[] plain(float[] v, int bins) {
    double low = IntStream.range(0, v.length).mapToDouble(i -> v[i]).min().orElseThrow();
    double high = IntStream.range(0, v.length).mapToDouble(i -> v[i]).max().orElseThrow();
    long[] counts = new long[bins];
    for (float x : v) {
      int bin = 0;
      while (bin + 1 < bins && x >= (bin + 1) * ((high - low) / bins) + low) {
        bin++;
      }
      counts[low == high ? 0 : bin]++;
    }
    return counts;
  }

  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void countsAsNumPyDoes(OddImages image) {
    for (int bins : new int[] {2, 3, 7, 256}) {
      float[] in = image.voxels();
      Histogram fast = Histogram.of(in, bins);
      assertThat(fast.counts()).isEqualTo(plain(in, bins));
      assertThat(fast.constant()).isEqualTo(fast.low() == fast.high());
    }
  }

  /** Values on the edges of bins and one step of a float beside them, several scales. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-40, 1e-3, 1, 1e4, 1e37})
  void valuesOnEdgesFallOnTheRightSide(double scale) {
    for (double base : new double[] {0, -0.5, 1000, -123.456}) {
      for (int bins : new int[] {3, 10, 255}) {
        float low = (float) (base * scale);
        float high = (float) ((base + 1) * scale);
        double step = ((double) high - low) / bins;
        float[] v = new float[3 * bins + 2];
        for (int b = 0; b < bins; b++) {
          float edge = (float) (b * step + low);
          v[3 * b] = edge;
          v[3 * b + 1] = Math.min(high, Math.nextUp(edge));
          v[3 * b + 2] = Math.max(low, Math.nextDown(edge));
        }
        v[3 * bins] = low;
        v[3 * bins + 1] = high;
        assertThat(Histogram.of(v, bins).counts()).as("%s", base).isEqualTo(plain(v, bins));
      }
    }
  }

  /** More voxels than one part, so that parts are added up. */
  @Test
  void partsAddUp() {
    SplittableRandom random = new SplittableRandom(3);
    float[] v = new float[3 * (1 << 18) + 17];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) random.nextGaussian();
    }
    v[v.length - 1] = -9; // the extremes lie in the last part and in the first
    v[0] = 9;
    Histogram fast = Histogram.of(v, 16);
    assertThat(fast.low()).isEqualTo(-9);
    assertThat(fast.high()).isEqualTo(9);
    assertThat(fast.counts()).isEqualTo(plain(v, 16));
  }

  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void aboveIsAboveInDouble(OddImages image) {
    float[] in = image.voxels();
    for (double t : new double[] {-3.5, in[0], in[0] + 1e-9, in[0] - 1e-9, 0, 1e300, -1e300}) {
      float[] fast = Histogram.above(in, image.size(), t);
      for (int v = 0; v < in.length; v++) {
        assertThat(fast[v]).as("%s > %s", in[v], t).isEqualTo(in[v] > t ? 1 : 0);
      }
    }
  }

  /** Ranks by sorting digits against ranks by sorting values; −0 is 0. */
  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void ranksAreThoseOfSortedValues(OddImages image) {
    float[] in = image.voxels().clone();
    in[0] = -0f;
    in[in.length - 1] = 0;
    float[] sorted = in.clone();
    for (int v = 0; v < sorted.length; v++) {
      sorted[v] += 0f;
    }
    Arrays.sort(sorted);
    int count = 0;
    for (int v = 0; v < sorted.length; v++) {
      if (v == 0 || sorted[v] != sorted[v - 1]) {
        sorted[count++] = sorted[v];
      }
    }
    Ranks ranks = Ranks.of(in);
    assertThat(ranks.count()).isEqualTo(count);
    for (int v = 0; v < in.length; v++) {
      assertThat(sorted[ranks.of()[v]]).isEqualTo(in[v] + 0f);
    }
  }
}
