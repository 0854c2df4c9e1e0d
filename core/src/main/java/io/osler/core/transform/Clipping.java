package io.osler.core.transform;

/** No bin above the limit; what was cut is spread over the others in whole counts, bin by bin. */
final class Clipping {
  private Clipping() {}

  static void clip(int[] histogram, int limit) {
    int n = histogram.length;
    long excess = 0;
    for (int b = 0; b < n; b++) {
      if (histogram[b] > limit) {
        excess += histogram[b] - limit;
        histogram[b] = limit;
      }
    }
    int share = (int) (excess / n);
    int upper = limit - share;
    for (int b = 0; b < n; b++) {
      if (histogram[b] < upper) {
        histogram[b] += share;
        excess -= share;
        // Raised ones that now reach the upper zone are filled with it, as in scikit-image.
      }
    }
    for (int b = 0; b < n; b++) {
      if (histogram[b] >= upper && histogram[b] < limit) {
        excess -= limit - histogram[b];
        histogram[b] = limit;
      }
    }
    spread(histogram, limit, excess);
  }

  private static void spread(int[] histogram, int limit, long excess) {
    int n = histogram.length;
    while (excess > 0) {
      long before = excess;
      for (int index = 0; index < n && excess > 0; index++) {
        int under = 0;
        for (int h : histogram) {
          under += h < limit ? 1 : 0;
        }
        int step = (int) Math.max(1, under / excess);
        for (int b = index; b < n; b += step) {
          if (histogram[b] < limit) {
            histogram[b]++;
            excess--;
          }
        }
      }
      if (excess == before) {
        return;
      }
    }
  }
}
