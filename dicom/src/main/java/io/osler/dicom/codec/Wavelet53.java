package io.osler.dicom.codec;

/**
 * x(2n) = y(2n) − ⌊(y(2n − 1) + y(2n + 1) + 2) / 4⌋, x(2n + 1) = y(2n + 1) + ⌊(x(2n) + x(2n + 2)) /
 * 2⌋, mirrored at both ends: the reversible wavelet (ITU-T T.800 F.3), along rows, then columns.
 */
final class Wavelet53 {
  private Wavelet53() {}

  /** The resolution out of the one below (LL) and its own sub-bands. */
  static int[][] inverse(int[][] ll, int[][] hl, int[][] lh, int[][] hh, J2kResolution to) {
    int width = to.width();
    int height = to.height();
    int[][] rows = new int[Math.max(0, height)][];
    boolean oddX = (to.x0 & 1) == 1;
    int oddY = to.y0 & 1;
    for (int y = 0; y < height; y++) {
      boolean high = ((y + oddY) & 1) == 1;
      rows[y] = new int[width];
      row(high ? lh[y >> 1] : ll[y >> 1], high ? hh[y >> 1] : hl[y >> 1], rows[y], oddX);
    }
    columns(rows, oddY, width);
    return rows;
  }

  /** Low and high coefficients of a line; the first sample is a high one if the start is odd. */
  static void row(int[] low, int[] high, int[] to, boolean odd) {
    int l = low.length;
    int h = high.length;
    if (l + h == 1) {
      if (odd) {
        to[0] = high[0] / 2;
      } else {
        to[0] = low[0];
      }
      return;
    }
    int next = odd ? 1 : 0;
    for (int i = 0, at = next; i < l; i++, at += 2) {
      int before = high[Math.max(0, i - 1 + next)];
      int after = high[Math.min(h - 1, i + next)];
      to[at] = low[i] - (before + after + 2 >> 2);
    }
    int n = l + h;
    for (int i = 0, at = 1 - next; i < h; i++, at += 2) {
      int before = to[at == 0 ? 1 : at - 1];
      int after = to[at + 1 == n ? at - 1 : at + 1];
      to[at] = high[i] + (before + after >> 1);
    }
  }

  private static void columns(int[][] rows, int odd, int width) {
    int n = rows.length;
    if (n < 2) {
      if (n == 1 && odd == 1) {
        for (int x = 0; x < width; x++) {
          rows[0][x] /= 2;
        }
      }
      return;
    }
    // Each odd row as soon as both its neighbours are done, while they are at hand.
    for (int y = odd; y < n + 2; y += 2) {
      if (y < n) {
        even(rows[y], rows[y == 0 ? 1 : y - 1], rows[y + 1 == n ? y - 1 : y + 1], width);
      }
      int high = y - 1;
      if (high >= 0 && high < n) {
        int before = high == 0 ? 1 : high - 1;
        odd(rows[high], rows[before], rows[high + 1 == n ? high - 1 : high + 1], width);
      }
    }
  }

  private static void even(int[] row, int[] before, int[] after, int width) {
    for (int x = 0; x < width; x++) {
      row[x] -= before[x] + after[x] + 2 >> 2;
    }
  }

  private static void odd(int[] row, int[] before, int[] after, int width) {
    for (int x = 0; x < width; x++) {
      row[x] += before[x] + after[x] >> 1;
    }
  }
}
