package io.osler.core.filter;

import java.util.Arrays;

/**
 * The middle of many numbers, for many voxels at once, bit by bit from the highest: a bit is 1 if
 * no more than half of the numbers lie below the result so far with it. No sorting and no branches,
 * so that loops become vector instructions.
 */
final class MiddleKeys {
  private static final int LOW = 16;

  private final int[][] keys;
  private final int[] prefix;
  private final int[] trial;
  private final int[] below;

  MiddleKeys(int count, int lanes) {
    keys = new int[count][lanes];
    prefix = new int[lanes];
    trial = new int[lanes];
    below = new int[lanes];
  }

  /**
   * The q-th number of each lane; from 0 to less than 2³¹, or any where {@link #ofAny} is asked.
   */
  int[] row(int q) {
    return keys[q];
  }

  /** The middle of numbers below 2^bits; the array is reused. */
  int[] of(int bits) {
    Arrays.fill(prefix, 0);
    search(bits);
    return prefix;
  }

  /** The middle of any ints: first their upper halves, then the lower ones of those that tie. */
  int[] ofAny(int[] upper) {
    for (int q = 0; q < keys.length; q++) {
      flip(keys[q]);
    }
    int[][] lower = new int[keys.length][];
    for (int q = 0; q < keys.length; q++) {
      lower[q] = keys[q].clone();
      shift(keys[q]);
    }
    of(LOW);
    System.arraycopy(prefix, 0, upper, 0, upper.length);
    for (int q = 0; q < keys.length; q++) {
      ties(keys[q], lower[q], upper);
    }
    // One bit more: what lies above the tie is 2¹⁶ and more, what lies below is 0.
    of(LOW + 2);
    for (int i = 0; i < upper.length; i++) {
      upper[i] = (upper[i] << LOW | prefix[i] - 1 & 0xffff) ^ Integer.MIN_VALUE;
    }
    return upper;
  }

  private static void flip(int[] row) {
    for (int i = 0; i < row.length; i++) {
      row[i] ^= Integer.MIN_VALUE;
    }
  }

  private static void shift(int[] row) {
    for (int i = 0; i < row.length; i++) {
      row[i] >>>= LOW;
    }
  }

  private static void ties(int[] high, int[] all, int[] upper) {
    for (int i = 0; i < high.length; i++) {
      int side = Math.max(-1, Math.min(1, high[i] - upper[i]));
      int low = (all[i] & 0xffff) + 1;
      high[i] = Math.max(0, Math.min(1 << LOW + 1, low + (side << LOW + 1)));
    }
  }

  private void search(int bits) {
    int half = keys.length / 2;
    for (int bit = 1 << bits - 1; bit != 0; bit >>>= 1) {
      for (int i = 0; i < trial.length; i++) {
        trial[i] = prefix[i] | bit;
      }
      Arrays.fill(below, 0);
      int q = 0;
      for (; q + 5 <= keys.length; q += 5) {
        five(keys[q], keys[q + 1], keys[q + 2], keys[q + 3], keys[q + 4], trial, below);
      }
      for (; q < keys.length; q++) {
        one(keys[q], trial, below);
      }
      for (int i = 0; i < prefix.length; i++) {
        prefix[i] |= bit & below[i] - half - 1 >> 31;
      }
    }
  }

  private static void one(int[] a, int[] t, int[] below) {
    for (int i = 0; i < below.length; i++) {
      below[i] += a[i] - t[i] >>> 31;
    }
  }

  private static void five(int[] a, int[] b, int[] c, int[] d, int[] e, int[] t, int[] below) {
    for (int i = 0; i < below.length; i++) {
      below[i] +=
          (a[i] - t[i] >>> 31)
              + (b[i] - t[i] >>> 31)
              + (c[i] - t[i] >>> 31)
              + (d[i] - t[i] >>> 31)
              + (e[i] - t[i] >>> 31);
    }
  }
}
