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
}
