package io.osler.learn.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.volume.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How outlines of an earlier configuration are roughened, against nnU-Net's description. */
class EarlierNoiseTest {
  private static final Size SIZE = new Size(24, 22, 20);

  private static boolean[] ball(int x, int y, int z, int radius) {
    boolean[] mask = new boolean[SIZE.voxels()];
    for (int v = 0; v < mask.length; v++) {
      int dx = v % 24 - x;
      int dy = v / 24 % 22 - y;
      int dz = v / (24 * 22) - z;
      mask[v] = dx * dx + dy * dy + dz * dz <= radius * radius;
    }
    return mask;
  }

  private static int count(boolean[] mask) {
    int n = 0;
    for (boolean set : mask) {
      n += set ? 1 : 0;
    }
    return n;
  }

  @Test
  void changesTwoInFiveAndLosesAPieceInOneOfFive() {
    int bigger = 0;
    int smaller = 0;
    int gone = 0;
    int runs = 2000;
    int was = count(ball(8, 8, 8, 4));
    for (int seed = 0; seed < runs; seed++) {
      List<boolean[]> masks = List.of(ball(8, 8, 8, 4));
      EarlierNoise.apply(masks, SIZE, new SplittableRandom(seed));
      int now = count(masks.getFirst());
      bigger += now > was ? 1 : 0;
      smaller += now < was && now > 0 ? 1 : 0;
      gone += now == 0 ? 1 : 0;
    }
    // Dilated: 0.4/4, of which a fifth is lost unless it covers 15 % of the patch. Closing only
    // fills corners of the ball. Eroded or opened to nothing by large balls: 0.4·(5 + 4)/(4·8).
    assertThat((bigger + smaller + gone) / (double) runs).isBetween(0.28, 0.48);
    assertThat(bigger / (double) runs).isBetween(0.07, 0.18);
    assertThat(gone / (double) runs).isBetween(0.2, 0.36);
  }

  @Test
  void aVoxelNeverBelongsToTwoStructuresAfterwards() {
    for (int seed = 0; seed < 300; seed++) {
      List<boolean[]> masks = new ArrayList<>(List.of(ball(7, 10, 10, 4), ball(15, 10, 10, 3)));
      EarlierNoise.apply(masks, SIZE, new SplittableRandom(seed));
      for (int v = 0; v < SIZE.voxels(); v++) {
        assertThat(masks.get(0)[v] && masks.get(1)[v]).isFalse();
      }
    }
  }

  @Test
  void theSameSeedTheSameChange() {
    List<boolean[]> one = List.of(ball(7, 10, 10, 4), ball(15, 10, 10, 3));
    List<boolean[]> two = List.of(ball(7, 10, 10, 4), ball(15, 10, 10, 3));
    for (int seed = 0; seed < 20; seed++) {
      EarlierNoise.apply(one, SIZE, new SplittableRandom(seed));
      EarlierNoise.apply(two, SIZE, new SplittableRandom(seed));
    }
    assertThat(one.get(0)).isEqualTo(two.get(0));
    assertThat(one.get(1)).isEqualTo(two.get(1));
  }

  @Test
  void pairsOfMapsSurviveTheirCodes() {
    int[] first = {0, 0, 3, -1, 3, 1 << 29, 0};
    int[] second = {0, 7, 7, 0, 1 << 29, 5, 7};
    Pairs.Coded coded = Pairs.of(first, second);
    assertThat(coded.codes()[0]).isZero();
    assertThat(coded.codes()[1]).isEqualTo(coded.codes()[6]);
    assertThat(coded.pairs().first(coded.codes())).isEqualTo(first);
    assertThat(coded.pairs().second(coded.codes())).isEqualTo(second);
    assertThat(Pairs.NONE.first(first)).isSameAs(first);
    assertThat(Pairs.NONE.second(first)).isEmpty();
  }
}
