package io.osler.dicom.codec;

/**
 * What encoder and decoder of JPEG-LS learn alike: contexts, prediction, error feedback (ITU-T T.87
 * annex A; the names are the standard's).
 */
final class JpegLsModel {
  /** Run length orders, T.87 table A.2. */
  static final int[] J = {
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15
  };

  final int maxval;
  final int near;
  final int step;
  final int range;
  final int qbpp;
  final int limit;
  private final int t1;
  private final int t2;
  private final int t3;
  private final int reset;

  final int[] a = new int[367];
  final int[] n = new int[367];
  private final int[] b = new int[367];
  private final int[] c = new int[367];

  /** Of every gradient from −maxval to maxval. */
  private final byte[] quantised;

  /** Counts negative errors in the two run contexts. */
  private final int[] nn = new int[2];

  JpegLsModel(int maxval, int near, int[] thresholds, int reset) {
    this.maxval = maxval;
    this.near = near;
    this.step = 2 * near + 1;
    this.range = near == 0 ? maxval + 1 : (maxval + 2 * near) / step + 1;
    this.qbpp = 32 - Integer.numberOfLeadingZeros(range - 1);
    int bpp = Math.max(2, 32 - Integer.numberOfLeadingZeros(maxval));
    this.limit = 2 * (bpp + Math.max(8, bpp));
    int[] usual = usual(maxval, near);
    this.t1 = thresholds[0] > 0 ? thresholds[0] : usual[0];
    this.t2 = thresholds[1] > 0 ? thresholds[1] : usual[1];
    this.t3 = thresholds[2] > 0 ? thresholds[2] : usual[2];
    this.reset = reset;
    java.util.Arrays.fill(a, Math.max(2, (range + 32) >> 6));
    java.util.Arrays.fill(n, 1);
    this.quantised = new byte[2 * maxval + 1];
    for (int d = -maxval; d <= maxval; d++) {
      quantised[d + maxval] = (byte) quantise(d);
    }
  }

  /** T.87 C.2.4.1.1.1. */
  private static int[] usual(int maxval, int near) {
    int first;
    int second;
    int third;
    if (maxval >= 128) {
      int factor = (Math.min(maxval, 4095) + 128) >> 8;
      first = factor + 2 + 3 * near;
      second = factor * 4 + 3 + 5 * near;
      third = factor * 17 + 4 + 7 * near;
    } else {
      int factor = 256 / (maxval + 1);
      first = Math.max(2, 3 / factor + 3 * near);
      second = Math.max(3, 7 / factor + 5 * near);
      third = Math.max(4, 21 / factor + 7 * near);
    }
    int one = clamp(first, near + 1, maxval);
    int two = clamp(second, one, maxval);
    return new int[] {one, two, clamp(third, two, maxval)};
  }

  private static int clamp(int value, int least, int most) {
    return value > most || value < least ? least : value;
  }

  /** Signed number of the context; 0 means run mode. */
  int context(int ra, int rb, int rc, int rd) {
    int middle = quantised.length >> 1;
    return 81 * quantised[rd - rb + middle]
        + 9 * quantised[rb - rc + middle]
        + quantised[rc - ra + middle];
  }

  /** −4 … 4 of one local gradient. */
  private int quantise(int d) {
    int size = Math.abs(d);
    int q = size <= near ? 0 : size < t1 ? 1 : size < t2 ? 2 : size < t3 ? 3 : 4;
    return d < 0 ? -q : q;
  }

  /** The median of left, upper and their plane, corrected by the bias of context {@code q}. */
  int predict(int q, int sign, int ra, int rb, int rc) {
    int low = Math.min(ra, rb);
    int high = Math.max(ra, rb);
    int px = rc >= high ? low : rc <= low ? high : ra + rb - rc;
    return Math.clamp(px + sign * c[q], 0, maxval);
  }

  int order(int q) {
    return order(n[q], a[q]);
  }

  /** The least k with n · 2ᵏ ≥ a, at most 24. */
  private static int order(int n, int a) {
    int k = Math.max(0, Integer.numberOfLeadingZeros(n) - Integer.numberOfLeadingZeros(a));
    k += (long) n << k < a ? 1 : 0;
    return Math.min(k, 24);
  }

  int runOrder(int type) {
    int target = type == 0 ? a[365] : a[366] + (n[366] >> 1);
    return order(n[365 + type], target);
  }

  /** Whether the signs of the error are swapped in the code: only in the finest lossless case. */
  boolean isInverted(int q, int k) {
    return near == 0 && k == 0 && 2 * b[q] <= -n[q];
  }

  void update(int q, int error) {
    b[q] += error * step;
    a[q] += Math.abs(error);
    if (n[q] == reset) {
      a[q] >>= 1;
      b[q] >>= 1;
      n[q] >>= 1;
    }
    n[q]++;
    if (b[q] <= -n[q]) {
      b[q] = Math.max(b[q] + n[q], 1 - n[q]);
      c[q] = Math.max(c[q] - 1, -128);
    } else if (b[q] > 0) {
      b[q] = Math.min(b[q] - n[q], 0);
      c[q] = Math.min(c[q] + 1, 127);
    }
  }

  boolean isMostlyNegative(int type) {
    return 2 * nn[type] >= n[365 + type];
  }

  void updateRun(int type, int error, int mapped) {
    int q = 365 + type;
    if (error < 0) {
      nn[type]++;
    }
    a[q] += (mapped + 1 - type) >> 1;
    if (n[q] == reset) {
      a[q] >>= 1;
      n[q] >>= 1;
      nn[type] >>= 1;
    }
    n[q]++;
  }

  /** The sample that decoder and encoder agree on. */
  int reconstruct(int px, int error) {
    int value = px + error * step;
    if (value < -near) {
      value += range * step;
    } else if (value > maxval + near) {
      value -= range * step;
    }
    return Math.clamp(value, 0, maxval);
  }

  /** The error to code: in steps of 2·near + 1, folded into the range. */
  int fold(int difference) {
    int error =
        near == 0
            ? difference
            : difference > 0 ? (near + difference) / step : -(near - difference) / step;
    if (error < 0) {
      error += range;
    }
    return error >= (range + 1) / 2 ? error - range : error;
  }
}
