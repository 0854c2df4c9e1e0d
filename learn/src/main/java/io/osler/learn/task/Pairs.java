package io.osler.learn.task;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Two encoded label maps in one, a code for each pair of values that occurs, so that whatever moves
 * the truth moves what an earlier configuration outlined with it. Code 0 is nothing in both.
 */
record Pairs(int[] first, int[] second) {
  /** A single map, whose codes are its own values. */
  static final Pairs NONE = new Pairs(new int[0], new int[0]);

  /** The codes of a pair of maps, and what they stand for. */
  record Coded(int[] codes, Pairs pairs) {}

  static Coded of(int[] first, int[] second) {
    Map<Long, Integer> known = new HashMap<>(Map.of(0L, 0));
    int[] a = new int[16];
    int[] b = new int[16];
    int[] codes = new int[first.length];
    long last = 0;
    int code = 0;
    for (int v = 0; v < codes.length; v++) {
      long both = (long) first[v] << 32 | second[v] & 0xFFFFFFFFL;
      if (both != last) {
        last = both;
        int next = known.size();
        code = known.computeIfAbsent(both, _ -> next);
        if (code == next) {
          a = next == a.length ? Arrays.copyOf(a, 2 * next) : a;
          b = next == b.length ? Arrays.copyOf(b, 2 * next) : b;
          a[next] = first[v];
          b[next] = second[v];
        }
      }
      codes[v] = code;
    }
    int n = known.size();
    return new Coded(codes, new Pairs(Arrays.copyOf(a, n), Arrays.copyOf(b, n)));
  }

  /** The first map of some voxels. */
  int[] first(int[] codes) {
    return this == NONE ? codes : looked(first, codes);
  }

  /** The second map; empty where there is none. */
  int[] second(int[] codes) {
    return this == NONE ? new int[0] : looked(second, codes);
  }

  private static int[] looked(int[] table, int[] codes) {
    int[] out = new int[codes.length];
    for (int v = 0; v < out.length; v++) {
      out[v] = table[codes[v]];
    }
    return out;
  }
}
