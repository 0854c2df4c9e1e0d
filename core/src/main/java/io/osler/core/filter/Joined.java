package io.osler.core.filter;

import io.osler.core.volume.Size;
import java.util.Arrays;

/** Voxels above nought that hang together with one that is high: a flood from the high ones. */
public final class Joined {
  private Joined() {}

  /**
   * 1 on voxels v &gt; 0 joined to one with v ≥ high, 0 elsewhere.
   *
   * @param connectivity 1 over faces, 2 over edges too, 3 over corners too
   */
  public static float[] to(float[] v, Size size, double high, int connectivity) {
    float[] out = new float[v.length];
    int[] stack = new int[1024];
    int[] around = around(connectivity);
    for (int start = 0; start < v.length; start++) {
      if (v[start] > 0 && v[start] >= high && out[start] == 0) {
        int top = 0;
        stack[top++] = start;
        out[start] = 1;
        while (top > 0) {
          int here = stack[--top];
          int i = here % size.width();
          int j = here / size.width() % size.height();
          int k = here / (size.width() * size.height());
          if (top + around.length > stack.length) {
            stack = Arrays.copyOf(stack, 2 * stack.length);
          }
          for (int code : around) {
            int x = i + code % 3 - 1;
            int y = j + code / 3 % 3 - 1;
            int z = k + code / 9 - 1;
            if (x >= 0
                && x < size.width()
                && y >= 0
                && y < size.height()
                && z >= 0
                && z < size.depth()) {
              int next = size.offset(x, y, z);
              if (v[next] > 0 && out[next] == 0) {
                out[next] = 1;
                stack[top++] = next;
              }
            }
          }
        }
      }
    }
    return out;
  }

  /** Neighbours as (dk + 1)·9 + (dj + 1)·3 + di + 1. */
  private static int[] around(int connectivity) {
    int[] codes = new int[26];
    int n = 0;
    for (int code = 0; code < 27; code++) {
      int far = Math.abs(code % 3 - 1) + Math.abs(code / 3 % 3 - 1) + Math.abs(code / 9 - 1);
      if (far > 0 && far <= connectivity) {
        codes[n++] = code;
      }
    }
    return Arrays.copyOf(codes, n);
  }
}
