package io.osler.core.morphology;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;
import java.util.Arrays;
import java.util.List;

/**
 * Extrema over 2r + 1 voxels along each axis: three comparisons a voxel whatever r (van Herk 1992,
 * Gil and Werman 1993), on whole pieces of rows along j and k.
 */
final class Lines {
  private static final int PIECE = 128;

  private Lines() {}

  static float[] box(float[] in, Size size, int radius, boolean dilate) {
    float[] out = in.clone();
    for (int axis = 1; axis < 3; axis++) {
      if (size.get(axis) > 1 && radius > 0) {
        along(out, size, axis, radius, dilate ? 1 : -1);
      }
    }
    int reach = size.width() > 1 ? radius : 0;
    Element line = new Element(List.of(new Element.Run(0, 0, -reach, reach)));
    return reach == 0 ? out : Extremum.of(out, size, line, dilate);
  }

  /** In place, along j or k. */
  private static void along(float[] v, Size size, int axis, int radius, float sign) {
    int n = size.get(axis);
    int width = size.width();
    int stride = axis == 1 ? width : width * size.height();
    int blocks = axis == 1 ? size.depth() : size.height();
    int pieces = (width + PIECE - 1) / PIECE;
    int window = 2 * radius + 1;
    int length = (n + 2 * radius + window - 1) / window * window;
    Parts.each(
        blocks * pieces,
        part -> {
          int first = part % pieces * PIECE;
          int w = Math.min(PIECE, width - first);
          int block = part / pieces;
          int from = first + block * (axis == 1 ? width * size.height() : width);
          float[][] ahead = new float[length][w];
          float[][] back = new float[length][w];
          for (int p = 0; p < length; p++) {
            int source = p - radius;
            if (source >= 0 && source < n) {
              load(v, from + source * stride, sign, ahead[p]);
            } else {
              Arrays.fill(ahead[p], Float.NEGATIVE_INFINITY);
            }
            System.arraycopy(ahead[p], 0, back[p], 0, w);
            if (p % window != 0) {
              larger(ahead[p], ahead[p - 1]);
            }
          }
          for (int p = length - 1; p >= 0; p--) {
            if (p % window != window - 1) {
              larger(back[p], back[p + 1]);
            }
          }
          for (int p = 0; p < n; p++) {
            larger(back[p], ahead[p + window - 1]);
            int to = from + p * stride;
            for (int i = 0; i < w; i++) {
              v[to + i] = sign * back[p][i];
            }
          }
        });
  }

  private static void load(float[] v, int from, float sign, float[] row) {
    System.arraycopy(v, from, row, 0, row.length);
    for (int i = 0; i < row.length; i++) {
      row[i] *= sign;
    }
  }

  // Arrays that all start at 0: only such loops are turned into vector instructions.
  private static void larger(float[] v, float[] other) {
    for (int i = 0; i < v.length; i++) {
      v[i] = Math.max(v[i], other[i]);
    }
  }
}
