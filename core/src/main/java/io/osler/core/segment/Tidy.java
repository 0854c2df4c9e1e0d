package io.osler.core.segment;

import io.osler.core.volume.Size;
import java.util.Arrays;

/**
 * Superpixels made connected: parts in raster order get new numbers; one that is too small takes
 * that of a neighbour numbered before, one that is too large is cut.
 */
final class Tidy {
  /** scikit-image's order of neighbours: +i, −i, +j, −j, +k, −k. */
  private static final int[] SIDES = {3, 2, 4, 1, 5, 0};

  private Tidy() {}

  static float[] joined(int[] labels, Size size, int least, int most) {
    float[] out = new float[labels.length];
    int[] list = new int[Math.max(1, Math.min(most, labels.length))];
    int fresh = 1;
    for (int start = 0; start < labels.length; start++) {
      if (out[start] != 0) {
        continue;
      }
      float adjacent = 1; // what has no neighbour yet joins the first
      int label = labels[start];
      out[start] = fresh;
      list[0] = start;
      int count = 1;
      for (int seen = 0; seen < count && count < most; seen++) {
        for (int side : SIDES) {
          int next = Minima.neighbour(size, list[seen], side);
          if (next < 0) {
            continue;
          }
          if (labels[next] == label && out[next] == 0) {
            out[next] = fresh;
            list[count++] = next;
            if (count >= most) {
              break;
            }
          } else if (out[next] != 0 && out[next] != fresh) {
            adjacent = out[next];
          }
        }
      }
      if (count < least) {
        for (int v : Arrays.copyOf(list, count)) {
          out[v] = adjacent;
        }
      } else {
        fresh++;
      }
    }
    return out;
  }
}
