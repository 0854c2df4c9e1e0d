package io.osler.core.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import io.osler.core.volume.Size;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MixTest {
  /** Beta(α, α): mean ½, variance 1/(4(2α + 1)). */
  @Test
  void lambdaHasTheMomentsOfBeta() {
    SplittableRandom random = new SplittableRandom(1);
    for (double alpha : new double[] {0.1, 0.4, 1, 2.5}) {
      double sum = 0;
      double squares = 0;
      int n = 40_000;
      for (int i = 0; i < n; i++) {
        double lambda = new MixUp(alpha).draw(random, 1).lambda();
        sum += lambda;
        squares += (lambda - 0.5) * (lambda - 0.5);
      }
      assertThat(sum / n).isCloseTo(0.5, within(0.01));
      assertThat(squares / n).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.004));
    }
  }

  @Test
  void mixUpBlendsImagesAndLabelsByTheSameWeight() {
    MixUp.Drawn drawn = new MixUp.Drawn(new int[] {1, 0}, 0.75);
    assertThat(drawn.blend(new float[] {0, 4, 8, 8})).containsExactly(2, 5, 6, 7);
    assertThat(drawn.blend(new float[] {1, 0, 0, 1})).containsExactly(0.75f, 0.25f, 0.25f, 0.75f);
  }

  @Test
  void cutMixPastesOneBoxAndCountsItsVoxels() {
    SplittableRandom random = new SplittableRandom(2);
    for (Size size : new Size[] {Size.of(9, 7), new Size(6, 5, 4)}) {
      int row = 2 * size.voxels();
      float[] batch = new float[3 * row];
      for (int b = 0; b < 3; b++) {
        Arrays.fill(batch, b * row, (b + 1) * row, b);
      }
      float[] before = batch.clone();
      for (int trial = 0; trial < 50; trial++) {
        CutMix.Drawn drawn = new CutMix(1).draw(random, 3, size);
        float[] out = drawn.paste(batch);
        assertThat(batch).isEqualTo(before);
        for (int b = 0; b < 3; b++) {
          int own = 0;
          for (int v = b * row; v < (b + 1) * row; v++) {
            assertThat(out[v]).isIn((float) b, (float) drawn.partner()[b]);
            own += out[v] == b ? 1 : 0;
          }
          if (drawn.partner()[b] != b) {
            assertThat((double) own / row).isCloseTo(drawn.lambda(), within(1e-12));
          }
        }
      }
    }
  }

  @Test
  void partnersAreAPermutationAndShapesAreChecked() {
    int[] partner = new MixUp(0.2).draw(new SplittableRandom(3), 31).partner();
    assertThat(Arrays.stream(partner).sorted().toArray())
        .isEqualTo(java.util.stream.IntStream.range(0, 31).toArray());
    assertThatThrownBy(() -> new MixUp.Drawn(new int[] {1, 0}, 0.5).blend(new float[5]))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new MixUp(0)).isInstanceOf(InputException.class);
  }
}
