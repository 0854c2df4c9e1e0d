package io.osler.core.filter;

/** Order statistics by Hoare's selection (1961): as sorting would give, in linear time. */
final class OrderStatistic {
  private OrderStatistic() {}

  /**
   * Linear between order statistics, as NumPy's.
   *
   * @param values of which the first {@code n} are reordered
   * @param percent from 0 to 100
   */
  static double percentile(double[] values, int n, double percent) {
    double at = percent / 100 * (n - 1);
    int below = (int) at;
    double low = of(values, n, below);
    if (below + 1 >= n) {
      return low;
    }
    // What follows the place that was selected is at least as great, in any order.
    double high = values[below + 1];
    for (int v = below + 2; v < n; v++) {
      high = Math.min(high, values[v]);
    }
    return low + (at - below) * (high - low);
  }

  private static double of(double[] values, int n, int rank) {
    int low = 0;
    int high = n - 1;
    while (low < high) {
      double pivot = values[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          double held = values[i];
          values[i++] = values[j];
          values[j--] = held;
        }
      }
      if (rank <= j) {
        high = j;
      } else if (rank >= i) {
        low = i;
      } else {
        break;
      }
    }
    return values[rank];
  }
}
