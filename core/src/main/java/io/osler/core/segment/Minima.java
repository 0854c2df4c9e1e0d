package io.osler.core.segment;

import io.osler.core.morphology.Components;
import io.osler.core.parallel.Rows;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;

/** Regional minima: plateaus of equal values, over faces, without a lower neighbour. */
final class Minima {
  private Minima() {}

  /** Numbered from 1 in raster order, 0 elsewhere; a constant image has one. */
  static float[] of(float[] v, Size size) {
    float[] low = new float[v.length];
    Rows.each(
        size,
        (j, k, at) -> {
          for (int i = 0; i < size.width(); i++) {
            low[at + i] = hasLower(v, size, i, j, k) ? 0 : 1;
          }
        });
    int[] stack = new int[1024];
    for (int start = 0; start < v.length; start++) {
      if (low[start] == 0) {
        int top = 0;
        stack[top++] = start;
        while (top > 0) {
          int here = stack[--top];
          if (top + 6 > stack.length) {
            stack = Arrays.copyOf(stack, 2 * stack.length);
          }
          for (int side = 0; side < 6; side++) {
            int next = neighbour(size, here, side);
            if (next >= 0 && low[next] == 1 && v[next] == v[here]) {
              low[next] = 0;
              stack[top++] = next;
            }
          }
        }
      }
    }
    return new Components(1).channel(low, size, Vec3.ONE);
  }

  private static boolean hasLower(float[] v, Size size, int i, int j, int k) {
    int at = size.offset(i, j, k);
    int w = size.width();
    int slice = w * size.height();
    float here = v[at];
    return i > 0 && v[at - 1] < here
        || i + 1 < w && v[at + 1] < here
        || j > 0 && v[at - w] < here
        || j + 1 < size.height() && v[at + w] < here
        || k > 0 && v[at - slice] < here
        || k + 1 < size.depth() && v[at + slice] < here;
  }

  /** Over side 0 … 5: −k, −j, −i, +i, +j, +k; −1 outside. */
  static int neighbour(Size size, int at, int side) {
    int w = size.width();
    int slice = w * size.height();
    return switch (side) {
      case 0 -> at >= slice ? at - slice : -1;
      case 1 -> at % slice >= w ? at - w : -1;
      case 2 -> at % w > 0 ? at - 1 : -1;
      case 3 -> at % w < w - 1 ? at + 1 : -1;
      case 4 -> at % slice < slice - w ? at + w : -1;
      default -> at < size.voxels() - slice ? at + slice : -1;
    };
  }
}
