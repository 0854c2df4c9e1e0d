package io.osler.learn.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.volume.Size;
import org.junit.jupiter.api.Test;

class TidyTest {
  private static boolean[] mask(String... rows) {
    String all = String.join("", rows);
    boolean[] mask = new boolean[all.length()];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = all.charAt(v) == '#';
    }
    return mask;
  }

  @Test
  void keepsTheLargestPieceWithItsCorners() {
    Size size = Size.of(5, 4);
    boolean[] in = mask("##...", "..#.#", ".....", "##...");
    assertThat(Tidy.largest(in, size)).isEqualTo(mask("##...", "..#..", ".....", "....."));
  }

  @Test
  void fillsHolesButNoBays() {
    Size size = Size.of(5, 5);
    boolean[] in = mask("#####", "#.#.#", "###.#", "#...#", "##.##");
    assertThat(Tidy.filled(in, size)).isEqualTo(mask("#####", "###.#", "###.#", "#...#", "##.##"));
  }

  @Test
  void dropsSmallPieces() {
    Size size = Size.of(5, 2);
    assertThat(Tidy.atLeast(mask("##..#", "#...."), size, 2)).isEqualTo(mask("##...", "#...."));
  }

  @Test
  void separatesTouchingObjectsAtTheirRims() {
    Size size = Size.of(7, 3);
    int n = size.voxels();
    float[] p = new float[3 * n];
    for (int v = 0; v < n; v++) {
      int i = v % 7;
      boolean inside = i == 1 || i == 5;
      p[v] = i == 0 || i == 6 ? 0.9f : 0.05f; // background outside columns 1 to 5
      p[n + v] = inside ? 0.9f : 0.03f;
      p[2 * n + v] = 1 - p[v] - p[n + v];
    }
    int[] objects = Instances.of(p, size, 0);
    for (int j = 0; j < 3; j++) {
      assertThat(objects[7 * j]).isZero();
      assertThat(objects[7 * j + 1]).isEqualTo(1).isEqualTo(objects[7 * j + 2]);
      assertThat(objects[7 * j + 5]).isEqualTo(2).isEqualTo(objects[7 * j + 4]);
      assertThat(objects[7 * j + 3]).isBetween(1, 2);
    }
    assertThat(Instances.of(p, size, 100)).containsOnly(0);
  }
}
