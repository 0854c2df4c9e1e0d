package io.osler.core.morphology;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;
import java.util.Arrays;

/**
 * Lee's thinning of a mask with a border of zeros: from each of six sides in turn, border voxels
 * that are no ends and whose loss changes neither the Euler number nor the connectivity of their 3
 * × 3 × 3 neighbourhood are collected, then taken one by one if that still holds.
 *
 * <p>Candidates are found in parallel pieces of the list of voxels and kept in its order.
 */
final class Lee {
  private static final int PIECE = 1 << 14;
  private static final int[] NEAR = new int[27];
  private static final int CENTRE = 1 << 13;

  /** The other cells of each vertex, edge and face of the middle cell. */
  private static final int[] VERTICES = new int[8];

  private static final int[] EDGES = new int[12];
  private static final int[] FACES = new int[6];

  static {
    int edges = 0;
    int faces = 0;
    for (int code = 0; code < 27; code++) {
      int i = code % 3 - 1;
      int j = code / 3 % 3 - 1;
      int k = code / 9 - 1;
      int far = Math.abs(i) + Math.abs(j) + Math.abs(k);
      int sharing = 0;
      for (int other = 0; other < 27; other++) {
        int x = other % 3 - 1;
        int y = other / 3 % 3 - 1;
        int z = other / 9 - 1;
        if (Math.abs(x - i) <= 1 && Math.abs(y - j) <= 1 && Math.abs(z - k) <= 1) {
          NEAR[code] |= 1 << other;
        }
        // Cells that have the vertex, edge or face towards (i, j, k) in common.
        if ((x == 0 || x == i) && (y == 0 || y == j) && (z == 0 || z == k) && other != 13) {
          sharing |= 1 << other;
        }
      }
      switch (far) {
        case 1 -> FACES[faces++] = sharing;
        case 2 -> EDGES[edges++] = sharing;
        case 3 -> VERTICES[(i + 1) / 2 + (j + 1) / 2 * 2 + (k + 1) / 2 * 4] = sharing;
        default -> {}
      }
    }
  }

  private Lee() {}

  static void thin(byte[] mask, Size wide) {
    int w = wide.width();
    int slice = w * wide.height();
    // The sides in ImageJ's order: −j, +j, +i, −i, +k, −k.
    int[] sides = {-w, w, 1, -1, slice, -slice};
    int[] voxels = new int[1024];
    int n = 0;
    for (int v = 0; v < mask.length; v++) {
      if (mask[v] != 0) {
        voxels = n == voxels.length ? Arrays.copyOf(voxels, 2 * n) : voxels;
        voxels[n++] = v;
      }
    }
    int still = 0;
    while (still < sides.length) {
      still = 0;
      for (int side : sides) {
        int gone = 0;
        for (int v : candidates(mask, voxels, n, side, w, slice)) {
          if (simple(around(mask, v, w, slice))) {
            mask[v] = 0;
            gone++;
          }
        }
        if (gone == 0) {
          still++;
        } else {
          int kept = 0;
          for (int q = 0; q < n; q++) {
            if (mask[voxels[q]] != 0) {
              voxels[kept++] = voxels[q];
            }
          }
          n = kept;
        }
      }
    }
  }

  private static int[] candidates(byte[] mask, int[] voxels, int n, int side, int w, int slice) {
    int pieces = (n + PIECE - 1) / PIECE;
    int[][] found = new int[pieces][];
    Parts.each(
        pieces,
        p -> {
          int[] own = new int[Math.min(PIECE, n - p * PIECE)];
          int count = 0;
          for (int q = p * PIECE; q < p * PIECE + own.length; q++) {
            int v = voxels[q];
            if (mask[v + side] == 0) {
              int around = around(mask, v, w, slice);
              if (Integer.bitCount(around) != 1 && eulerStays(around) && simple(around)) {
                own[count++] = v;
              }
            }
          }
          found[p] = Arrays.copyOf(own, count);
        });
    return Arrays.stream(found).flatMapToInt(Arrays::stream).toArray();
  }

  /** The neighbours as 27 bits in raster order, without the middle one. */
  private static int around(byte[] m, int v, int w, int slice) {
    int bits = 0;
    int b = 0;
    for (int at = v - slice; at <= v + slice; at += slice) {
      for (int row = at - w; row <= at + w; row += w) {
        bits |= (m[row - 1] | m[row] << 1 | m[row + 1] << 2) << b;
        b += 3;
      }
    }
    return bits & ~CENTRE;
  }

  /** V − E + F − C of what only the middle cell has is nought. */
  private static boolean eulerStays(int around) {
    int sum = -1;
    for (int cells : VERTICES) {
      sum += (around & cells) == 0 ? 1 : 0;
    }
    for (int cells : EDGES) {
      sum -= (around & cells) == 0 ? 1 : 0;
    }
    for (int cells : FACES) {
      sum += (around & cells) == 0 ? 1 : 0;
    }
    return sum == 0;
  }

  /** The neighbours hang together in at most one part. */
  private static boolean simple(int around) {
    int reached = Integer.lowestOneBit(around);
    int fresh = reached;
    while (fresh != 0) {
      int code = Integer.numberOfTrailingZeros(fresh);
      int more = NEAR[code] & around & ~reached;
      reached |= more;
      fresh = fresh & fresh - 1 | more;
    }
    return reached == around;
  }
}
