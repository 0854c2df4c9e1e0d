package io.osler.dicom.codec;

/**
 * The irreversible wavelet of four lifting steps, mirrored at both ends (ITU-T T.800 F.3), along
 * rows, then columns. High coefficients are scaled by 2 / K, which leaves their sub-bands without a
 * gain of their own.
 */
final class Wavelet97 {
  private static final float ALPHA = -1.586134342f;
  private static final float BETA = -0.052980118f;
  private static final float GAMMA = 0.882911075f;
  private static final float DELTA = 0.443506852f;
  private static final float LOW = 1.230174105f;
  private static final float HIGH = 1.625732422f;

  private Wavelet97() {}

  /** The resolution out of the one below (LL) and its own sub-bands, which are used up. */
  static float[][] inverse(
      float[][] ll, float[][] hl, float[][] lh, float[][] hh, J2kResolution to) {
    int width = to.width();
    int height = to.height();
    float[][] rows = new float[Math.max(0, height)][];
    int oddX = to.x0 & 1;
    int oddY = to.y0 & 1;
    for (int y = 0; y < height; y++) {
      boolean high = ((y + oddY) & 1) == 1;
      rows[y] = new float[width];
      row(high ? lh[y >> 1] : ll[y >> 1], high ? hh[y >> 1] : hl[y >> 1], rows[y], oddX);
    }
    columns(rows, oddY, width);
    return rows;
  }

  private static void row(float[] low, float[] high, float[] to, int odd) {
    if (low.length + high.length > 1) {
      scale(low, LOW);
      scale(high, HIGH);
      lift(low, high, 1 - odd, -DELTA);
      lift(high, low, odd, -GAMMA);
      lift(low, high, 1 - odd, -BETA);
      lift(high, low, odd, -ALPHA);
    }
    for (int i = 0, at = odd; i < low.length; i++, at += 2) {
      to[at] = low[i];
    }
    for (int i = 0, at = 1 - odd; i < high.length; i++, at += 2) {
      to[at] = high[i];
    }
  }

  private static void scale(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  /** v(i) += factor · (o(i − back) + o(i − back + 1)), both the same where one is missing. */
  private static void lift(float[] values, float[] others, int back, float factor) {
    int n = values.length;
    int last = others.length - 1;
    if (n == 0) {
      return;
    }
    int first = Math.min(back, n);
    if (first == 1) {
      values[0] += (others[0] + others[0]) * factor;
    }
    int inside = Math.min(n, last + back);
    for (int i = first; i < inside; i++) {
      values[i] += (others[i - back] + others[i - back + 1]) * factor;
    }
    if (inside < n && inside >= first) {
      values[n - 1] += (others[last] + others[last]) * factor;
    }
  }

  private static void columns(float[][] rows, int odd, int width) {
    int n = rows.length;
    if (n < 2) {
      return;
    }
    for (int y = 0; y < n; y++) {
      scale(rows[y], ((y + odd) & 1) == 0 ? LOW : HIGH);
    }
    // All four steps in one go down the rows, each two rows behind the one before.
    for (int y = odd; y < n + 4; y += 2) {
      step(rows, y, -DELTA, width);
      step(rows, y - 1, -GAMMA, width);
      step(rows, y - 2, -BETA, width);
      step(rows, y - 3, -ALPHA, width);
    }
  }

  private static void step(float[][] rows, int y, float factor, int width) {
    int n = rows.length;
    if (y < 0 || y >= n) {
      return;
    }
    float[] row = rows[y];
    float[] before = rows[y == 0 ? 1 : y - 1];
    float[] after = rows[y + 1 == n ? y - 1 : y + 1];
    for (int x = 0; x < width; x++) {
      row[x] += (before[x] + after[x]) * factor;
    }
  }
}
