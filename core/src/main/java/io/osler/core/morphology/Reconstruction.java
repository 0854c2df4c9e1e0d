package io.osler.core.morphology;

import io.osler.core.volume.Size;
import java.util.Arrays;

/**
 * The limit of u ← min(v, u ⊕ B), B the cube of 3ᵈ voxels, from a marker u ≤ v: two raster sweeps,
 * then a queue (Vincent 1993's hybrid algorithm). Memory: one copy and the queue.
 */
public final class Reconstruction {
  private Reconstruction() {}

  /** Grows {@code marker} under {@code mask}; neither is written to. */
  public static float[] under(float[] mask, float[] marker, Size size) {
    float[] u = new float[mask.length];
    for (int v = 0; v < u.length; v++) {
      u[v] = Math.min(mask[v], marker[v]);
    }
    for (int v = 0; v < u.length; v++) {
      u[v] = Math.min(mask[v], highest(u, size, v, 0, 13));
    }
    int[] queue = new int[1024];
    int tail = 0;
    for (int v = u.length - 1; v >= 0; v--) {
      u[v] = Math.min(mask[v], highest(u, size, v, 14, 27));
      if (below(u, mask, size, v)) {
        queue = tail == queue.length ? Arrays.copyOf(queue, 2 * tail) : queue;
        queue[tail++] = v;
      }
    }
    while (tail > 0) {
      int[] next = new int[1024];
      int n = 0;
      for (int q = 0; q < tail; q++) {
        int v = queue[q];
        for (int code = 0; code < 27; code++) {
          int w = neighbour(size, v, code);
          if (w >= 0 && u[w] < u[v] && mask[w] != u[w]) {
            u[w] = Math.min(u[v], mask[w]);
            next = n == next.length ? Arrays.copyOf(next, 2 * n) : next;
            next[n++] = w;
          }
        }
      }
      queue = next;
      tail = n;
    }
    return u;
  }

  private static float highest(float[] u, Size size, int v, int from, int to) {
    float high = u[v];
    for (int code = from; code < to; code++) {
      int w = neighbour(size, v, code);
      if (w >= 0) {
        high = Math.max(high, u[w]);
      }
    }
    return high;
  }

  private static boolean below(float[] u, float[] mask, Size size, int v) {
    for (int code = 14; code < 27; code++) {
      int w = neighbour(size, v, code);
      if (w >= 0 && u[w] < u[v] && u[w] < mask[w]) {
        return true;
      }
    }
    return false;
  }

  /** Offset of a neighbour, −1 outside; codes count in raster order, 13 is the voxel itself. */
  private static int neighbour(Size size, int v, int code) {
    int width = size.width();
    int i = v % width + code % 3 - 1;
    int j = v / width % size.height() + code / 3 % 3 - 1;
    int k = v / (width * size.height()) + code / 9 - 1;
    boolean inside =
        i >= 0 && i < width && j >= 0 && j < size.height() && k >= 0 && k < size.depth();
    return inside ? size.offset(i, j, k) : -1;
  }
}
