package io.osler.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OrderStatisticTest {
  /** Against sorting: ties, sorted and reversed values, and values beyond n that do not count. */
  @Test
  void isWhatSortingGives() {
    SplittableRandom random = new SplittableRandom(1);
    for (int n = 1; n < 60; n++) {
      for (int kind = 0; kind < 4; kind++) {
        double[] values = new double[n + 3];
        Arrays.fill(values, -1e9);
        for (int v = 0; v < n; v++) {
          values[v] =
              switch (kind) {
                case 0 -> random.nextGaussian();
                case 1 -> random.nextInt(-2, 3);
                case 2 -> v;
                default -> -v;
              };
        }
        double[] sorted = Arrays.copyOf(values, n);
        Arrays.sort(sorted);
        for (double percent : new double[] {0, 1, 33.3, 50, 99, 100}) {
          double at = percent / 100 * (n - 1);
          int below = (int) Math.floor(at);
          int above = Math.min(n - 1, below + 1);
          double expected = sorted[below] + (at - below) * (sorted[above] - sorted[below]);
          assertThat(OrderStatistic.percentile(values.clone(), n, percent))
              .isCloseTo(expected, within(1e-12));
        }
      }
    }
  }
}
