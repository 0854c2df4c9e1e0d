package io.osler.core.segment;

import io.osler.core.parallel.Parts;
import io.osler.core.parallel.Rows;
import io.osler.core.volume.Size;

/**
 * Counts of equal bins from the lowest to the highest value, assigned by their edges as NumPy does.
 */
record Histogram(double low, double high, long[] counts) {
  private static final int PART = 1 << 18;
  private static final int TURNS = 4;

  static Histogram of(float[] v, int bins) {
    int parts = (v.length + PART - 1) / PART;
    float[] lows = new float[parts];
    float[] highs = new float[parts];
    Parts.each(
        parts,
        p -> {
          float low = v[p * PART];
          float high = low;
          for (int i = p * PART; i < Math.min(v.length, (p + 1) * PART); i++) {
            low = Math.min(low, v[i]);
            high = Math.max(high, v[i]);
          }
          lows[p] = low;
          highs[p] = high;
        });
    float low = lows[0];
    float high = highs[0];
    for (int p = 1; p < parts; p++) {
      low = Math.min(low, lows[p]);
      high = Math.max(high, highs[p]);
    }
    long[] counts = new long[bins];
    if (low == high) {
      counts[0] = v.length;
      return new Histogram(low, high, counts);
    }
    float[] edges = edges(low, high, bins);
    double base = low;
    double scale = bins / ((double) high - low);
    int[][] each = new int[parts][];
    Parts.each(
        parts,
        p -> {
          // Neighbours are often alike: counted in turn, none waits for the one before it.
          int[][] own = new int[TURNS][bins];
          for (int i = p * PART; i < Math.min(v.length, (p + 1) * PART); i++) {
            float x = v[i];
            int bin = Math.min(bins - 1, (int) ((x - base) * scale));
            bin += (x >= edges[bin + 1] ? 1 : 0) - (x < edges[bin] ? 1 : 0);
            own[i % TURNS][bin]++;
          }
          for (int turn = 1; turn < TURNS; turn++) {
            for (int b = 0; b < bins; b++) {
              own[0][b] += own[turn][b];
            }
          }
          each[p] = own[0];
        });
    for (int[] own : each) {
      for (int b = 0; b < bins; b++) {
        counts[b] += own[b];
      }
    }
    return new Histogram(low, high, counts);
  }

  /** The least floats that are not below b·(high − low)/bins + low; the last bin has no end. */
  private static float[] edges(double low, double high, int bins) {
    float[] edges = new float[bins + 1];
    double step = (high - low) / bins;
    for (int b = 0; b < bins; b++) {
      double edge = b * step + low;
      edges[b] = (float) edge < edge ? Math.nextUp((float) edge) : (float) edge;
    }
    edges[bins] = Float.POSITIVE_INFINITY;
    return edges;
  }

  boolean constant() {
    return low == high;
  }

  double centre(int bin) {
    double step = (high - low) / counts.length;
    double right = bin + 1 == counts.length ? high : (bin + 1) * step + low;
    return (bin * step + low + right) / 2;
  }

  /** 1 above the threshold, 0 elsewhere. */
  static float[] above(float[] v, Size size, double threshold) {
    float[] out = new float[v.length];
    float most =
        (float) threshold > threshold ? Math.nextDown((float) threshold) : (float) threshold;
    Rows.each(
        size,
        (j, k, at) -> {
          for (int i = at; i < at + size.width(); i++) {
            out[i] = Math.max(0, Math.signum(v[i] - most)); // no branch
          }
        });
    return out;
  }
}
