package io.osler.core.metric;

import io.osler.core.volume.Size;

/**
 * min |W ≠ P| / voxels over the W that the truth T can be warped to: voxel after voxel that is
 * simple, its flip changing no object's and no hole's connections, takes the prediction's value,
 * until none is left. What remains are splits, mergers, lost and invented objects and holes; a
 * boundary that merely lies elsewhere costs nothing (Jain et al. 2010).
 *
 * <p>T and P are the insides of objects: voxels of an object without a face neighbour (an edge
 * neighbour in 2-D) in another one. Insides connect through faces, the rest through corners too;
 * beyond the grid is outside. Flips go in raster order, pass after pass: the least among all orders
 * is not searched for.
 */
final class Warping {
  private static final int NEIGHBOURS = 27;
  private static final int CENTRE = 13;

  /** Of each of the 27 cells, those next to it through a face, and by a corner at least. */
  private static final int[] FACES = new int[NEIGHBOURS];

  private static final int[] CORNERS = new int[NEIGHBOURS];

  /** Cells that share a face or an edge with the middle one. */
  private static int near;

  static {
    for (int a = 0; a < NEIGHBOURS; a++) {
      for (int b = 0; b < NEIGHBOURS; b++) {
        int x = Math.abs(a % 3 - b % 3);
        int y = Math.abs(a / 3 % 3 - b / 3 % 3);
        int z = Math.abs(a / 9 - b / 9);
        if (a != b && a != CENTRE && b != CENTRE) {
          FACES[a] |= x + y + z == 1 ? 1 << b : 0;
          CORNERS[a] |= Math.max(x, Math.max(y, z)) == 1 ? 1 << b : 0;
        }
        if (b == CENTRE && x + y + z > 0 && x + y + z < 3) {
          near |= 1 << a;
        }
      }
    }
  }

  private static final int MIDDLE_FACES = 1 << 4 | 1 << 10 | 1 << 12 | 1 << 14 | 1 << 16 | 1 << 22;

  private Warping() {}

  static double error(int[] truth, int[] predicted, Size size) {
    byte[] warped = insides(truth, size);
    byte[] wanted = insides(predicted, size);
    int[] wrong = new int[truth.length];
    int n = 0;
    for (int v = 0; v < wrong.length; v++) {
      if (warped[v] != wanted[v]) {
        wrong[n++] = v;
      }
    }
    boolean moved = true;
    while (moved) {
      int left = 0;
      for (int q = 0; q < n; q++) {
        int v = wrong[q];
        if (simple(around(warped, size, v), size.is2d())) {
          warped[v] = wanted[v];
        } else {
          wrong[left++] = v;
        }
      }
      moved = left < n;
      n = left;
    }
    return n / (double) truth.length;
  }

  private static byte[] insides(int[] map, Size size) {
    byte[] inside = new byte[map.length];
    int[] stride = {1, size.width(), size.width() * size.height()};
    for (int v = 0; v < map.length; v++) {
      boolean in = map[v] != 0;
      for (int axis = 0; axis < 3 && in; axis++) {
        int at = v / stride[axis] % size.get(axis);
        in = at == 0 || !other(map[v], map[v - stride[axis]]);
        in &= at + 1 == size.get(axis) || !other(map[v], map[v + stride[axis]]);
      }
      inside[v] = (byte) (in ? 1 : 0);
    }
    return inside;
  }

  private static boolean other(int own, int there) {
    return there != 0 && there != own;
  }

  /** The neighbours as 27 bits; of one slice only its own nine. */
  private static int around(byte[] map, Size size, int v) {
    int i = v % size.width();
    int j = v / size.width() % size.height();
    int k = v / (size.width() * size.height());
    int bits = 0;
    for (int code = 0; code < NEIGHBOURS; code++) {
      int x = i + code % 3 - 1;
      int y = j + code / 3 % 3 - 1;
      int z = k + code / 9 - 1;
      boolean there =
          x >= 0 && y >= 0 && z >= 0 && x < size.width() && y < size.height() && z < size.depth();
      bits |= there && code != CENTRE && map[size.offset(x, y, z)] != 0 ? 1 << code : 0;
    }
    return bits;
  }

  /**
   * One inside part within reach through faces and edges that has a face of the voxel, and one
   * outside part among all neighbours (Bertrand and Malandain 1994).
   */
  private static boolean simple(int around, boolean flat) {
    int cells = flat ? 0b111_101_111 << 9 : (1 << NEIGHBOURS) - 1 & ~(1 << CENTRE);
    int inside = around & cells & (flat ? cells : near);
    int outside = ~around & cells;
    return parts(inside, FACES, MIDDLE_FACES) == 1 && parts(outside, CORNERS, cells) == 1;
  }

  /** Connected parts that hold one of {@code asked}. */
  private static int parts(int cells, int[] next, int asked) {
    int parts = 0;
    int left = cells & asked;
    while (left != 0) {
      int part = Integer.lowestOneBit(left);
      int fresh = part;
      while (fresh != 0) {
        int more = next[Integer.numberOfTrailingZeros(fresh)] & cells & ~part;
        part |= more;
        fresh = fresh & fresh - 1 | more;
      }
      left &= ~part;
      parts++;
    }
    return parts;
  }
}
