package io.osler.core.morphology;

import java.util.List;

/**
 * Zhang and Suen's thinning on a mask with a border of zeros, by a table of neighbourhoods. The
 * paper's rules alone eat squares of 2 × 2 and what shrinks to them: where scikit-image's table
 * departs from the rules, so does this one, and every object leaves something.
 */
final class Zhang {
  /** Neighbourhoods that go otherwise than by the rules: in neither pass, the first, …, both. */
  private static final List<List<String>> APART =
      List.of(
          List.of("... .o. .##", "#.. #o. ..."),
          List.of(
              "##. .o. ...",
              ".## .o. ...",
              "##. .o# ...",
              "..# .o# ...",
              ".## .o# ...",
              "##. #o. ...",
              ".## #o. ...",
              "#.. #o. .#.",
              ".#. #o. #..",
              ".## #o. #.."),
          List.of(
              "... .o# ..#",
              ".#. .o# ..#",
              "... .o# .##",
              "... .o. ##.",
              "... .o# ##.",
              "..# .o# ##.",
              "... #o. .##",
              "... #o. #..",
              "... #o. ##."),
          List.of(".#. .o# ...", "... .o# .#.", ".#. #o. ...", "... #o. .#."));

  /** Bit 0: goes in the first subiteration, bit 1: in the second. */
  private static final byte[] TABLE = table();

  private Zhang() {}

  static void thin(byte[] mask, int width) {
    int[] voxels = new int[mask.length];
    int n = 0;
    for (int v = 0; v < mask.length; v++) {
      if (mask[v] != 0) {
        voxels[n++] = v;
      }
    }
    int[] gone = new int[n];
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int pass = 1; pass <= 2; pass++) {
        int out = 0;
        for (int q = 0; q < n; q++) {
          if ((TABLE[code(mask, voxels[q], width)] & pass) != 0) {
            gone[out++] = voxels[q];
          }
        }
        for (int q = 0; q < out; q++) {
          mask[gone[q]] = 0;
        }
        if (out > 0) {
          changed = true;
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

  /** The neighbours as bits, from above clockwise: P2 … P9. */
  private static int code(byte[] m, int v, int w) {
    return m[v - w]
        | m[v - w + 1] << 1
        | m[v + 1] << 2
        | m[v + w + 1] << 3
        | m[v + w] << 4
        | m[v + w - 1] << 5
        | m[v - 1] << 6
        | m[v - w - 1] << 7;
  }

  private static byte[] table() {
    byte[] table = new byte[256];
    for (int code = 0; code < 256; code++) {
      int neighbours = Integer.bitCount(code);
      int turns = 0;
      for (int b = 0; b < 8; b++) {
        turns += (code >> b & 1) == 0 && (code >> (b + 1) % 8 & 1) == 1 ? 1 : 0;
      }
      boolean up = (code & 1) != 0;
      boolean right = (code & 4) != 0;
      boolean down = (code & 16) != 0;
      boolean left = (code & 64) != 0;
      if (neighbours >= 2 && neighbours <= 6 && turns == 1) {
        boolean first = !(up && right && down) && !(right && down && left);
        boolean second = !(up && right && left) && !(up && down && left);
        table[code] = (byte) ((first ? 1 : 0) | (second ? 2 : 0));
      }
    }
    for (int passes = 0; passes < APART.size(); passes++) {
      for (String picture : APART.get(passes)) {
        table[code(picture)] = (byte) passes;
      }
    }
    return table;
  }

  /** The code of a picture in rows. */
  private static int code(String picture) {
    byte[] mask = new byte[9];
    String voxels = picture.replace(" ", "");
    for (int v = 0; v < mask.length; v++) {
      mask[v] = (byte) (voxels.charAt(v) == '#' ? 1 : 0);
    }
    return code(mask, 4, 3);
  }
}
