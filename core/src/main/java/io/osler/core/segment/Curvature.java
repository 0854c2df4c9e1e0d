package io.osler.core.segment;

import io.osler.core.parallel.Rows;
import io.osler.core.volume.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * Morphological smoothing of a mask's outline: sup-inf (1 where some line, in 3-D plane, of 3
 * voxels a side lies within) and inf-sup (1 where each meets the mask), in turn the one first and
 * the other. Masks have a border of one 0 along every axis of more than one voxel.
 */
final class Curvature {
  private final Size size;
  private final Size wide;
  private final int[][] pieces;
  private boolean other;

  Curvature(Size size) {
    this.size = size;
    wide = wide(size);
    pieces = pieces(size, wide);
  }

  static Size wide(Size size) {
    return new Size(
        size.width() + border(size, 0) * 2,
        size.height() + border(size, 1) * 2,
        size.depth() + border(size, 2) * 2);
  }

  static int border(Size size, int axis) {
    return size.get(axis) > 1 ? 1 : 0;
  }

  /** Where row (j, k) of the image begins in a mask with its border. */
  static int at(Size size, Size wide, int j, int k) {
    return wide.offset(border(size, 0), j + border(size, 1), k + border(size, 2));
  }

  /** The directions of lines, or of planes' normals: those of 3ᵈ with one or two parts not 0. */
  private static int[][] pieces(Size size, Size wide) {
    int[] axes = java.util.stream.IntStream.range(0, 3).filter(a -> size.get(a) > 1).toArray();
    int[] strides = {1, wide.width(), wide.width() * wide.height()};
    List<int[]> all = new ArrayList<>();
    if (axes.length == 3) {
      for (int a = 0; a < 3; a++) {
        int p = strides[(a + 1) % 3];
        int q = strides[(a + 2) % 3];
        all.add(plane(p, q));
        all.add(plane(strides[a], p + q));
        all.add(plane(strides[a], p - q));
      }
    } else if (axes.length == 2) {
      int p = strides[axes[0]];
      int q = strides[axes[1]];
      for (int step : new int[] {p, q, p + q, p - q}) {
        all.add(new int[] {step, -step});
      }
    }
    return all.toArray(int[][]::new);
  }

  private static int[] plane(int p, int q) {
    return new int[] {p, -p, q, -q, p + q, p - q, q - p, -p - q};
  }

  /** One step; they alternate. */
  byte[] smooth(byte[] mask) {
    if (pieces.length == 0) {
      return mask;
    }
    other = !other;
    return other ? pass(pass(mask, 0), 1) : pass(pass(mask, 1), 0);
  }

  /** With decisive 0 inf-sup, with 1 sup-inf: 0 where a piece is all 0, or 1 where it is all 1. */
  private byte[] pass(byte[] mask, int decisive) {
    byte[] out = new byte[mask.length];
    Rows.each(
        size,
        (j, k, row) -> {
          int from = at(size, wide, j, k);
          for (int v = from; v < from + size.width(); v++) {
            boolean found = mask[v] == decisive && some(mask, v, decisive);
            out[v] = (byte) (found ? decisive : 1 - decisive);
          }
        });
    return out;
  }

  private boolean some(byte[] mask, int v, int value) {
    for (int[] piece : pieces) {
      boolean all = true;
      for (int d : piece) {
        if (mask[v + d] != value) {
          all = false;
          break;
        }
      }
      if (all) {
        return true;
      }
    }
    return false;
  }
}
