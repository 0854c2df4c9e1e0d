package io.osler.core.segment;

import io.osler.core.parallel.Parts;

/**
 * Of each voxel the rank of its value among the distinct ones, from 0, by sorting 32-bit keys a
 * digit at a time.
 */
record Ranks(int[] of, int count) {
  private static final int BITS = 11;
  private static final int PART = 1 << 16;

  static Ranks of(float[] v) {
    int n = v.length;
    int[] key = new int[n];
    Parts.each(
        (n + PART - 1) / PART,
        p -> {
          for (int i = p * PART; i < Math.min(n, (p + 1) * PART); i++) {
            int bits = Float.floatToRawIntBits(v[i] + 0f); // −0 becomes 0
            key[i] = bits ^ (bits >> 31 | Integer.MIN_VALUE);
          }
        });
    int[] order = new int[n];
    int[] next = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int shift = 0; shift < 32; shift += BITS) {
      int[] start = new int[(1 << BITS) + 1];
      int mask = (1 << BITS) - 1;
      for (int i = 0; i < n; i++) {
        start[(key[i] >>> shift & mask) + 1]++;
      }
      for (int d = 0; d < mask + 1; d++) {
        start[d + 1] += start[d];
      }
      for (int i = 0; i < n; i++) {
        int voxel = order[i];
        next[start[key[voxel] >>> shift & mask]++] = voxel;
      }
      int[] swap = order;
      order = next;
      next = swap;
    }
    int rank = 0;
    int[] ranks = next;
    for (int i = 0; i < n; i++) {
      if (i > 0 && key[order[i]] != key[order[i - 1]]) {
        rank++;
      }
      ranks[order[i]] = rank;
    }
    return new Ranks(ranks, n == 0 ? 0 : rank + 1);
  }
}
