package io.osler.core.transform;

/**
 * Lowest, highest, mean and population standard deviation of one channel, in double. Refuses a
 * channel that holds NaN or infinite values: one of them would spoil every voxel.
 */
record Spread(double low, double high, double mean, double deviation) {
  Spread {
    if (!Double.isFinite(high - low)) {
      throw Channels.undefined("this step");
    }
  }

  static Spread of(float[] v, int from, int to) {
    float low = v[from];
    float high = v[from];
    double sum = 0;
    for (int i = from; i < to; i++) {
      low = Math.min(low, v[i]);
      high = Math.max(high, v[i]);
      sum += v[i];
    }
    double mean = sum / (to - from);
    double squares = 0;
    for (int i = from; i < to; i++) {
      double d = v[i] - mean;
      squares += d * d;
    }
    return new Spread(low, high, mean, Math.sqrt(squares / (to - from)));
  }

  /** Only the range: a pass that vectorises. NaN anywhere makes both NaN, and is refused. */
  static Spread range(float[] v, int from, int to) {
    float low = v[from];
    float high = v[from];
    for (int i = from; i < to; i++) {
      low = Math.min(low, v[i]);
      high = Math.max(high, v[i]);
    }
    return new Spread(low, high, Double.NaN, Double.NaN);
  }

  double range() {
    return high - low;
  }

  boolean constant() {
    return high == low;
  }
}
