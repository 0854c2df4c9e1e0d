package io.osler.learn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Axis;
import io.osler.core.transform.RandomAffine;
import io.osler.core.transform.Sometimes;
import io.osler.core.volume.Size;
import io.osler.learn.train.Sampling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the ablation said: pictures are turned only where a network sees a case often. */
class ImageVariationTest {
  private static final Plan.Learning PLAIN =
      new Plan.Learning(64, Plan.LossKind.CROSS_ENTROPY, 0.05, 0, new Sampling.Balanced());

  @Test
  void aCaseThatIsSeenOftenIsTurnedAndMixed() {
    Map<String, String> reasons = new HashMap<>();
    ImageVariation often = variation(36, false);
    assertThat(often.steps(reasons::put)).hasSize(5).anyMatch(ImageVariationTest::turns);
    assertThat(often.learning(PLAIN, reasons::put).mixUp()).isEqualTo(0.2);
    assertThat(reasons).containsOnlyKeys("augment", "learning.mix-up");
  }

  @Test
  void aCaseThatIsSeenSeldomIsNotTurned() {
    Map<String, String> reasons = new HashMap<>();
    ImageVariation seldom = variation(3, false);
    assertThat(seldom.steps(reasons::put)).hasSize(4).noneMatch(ImageVariationTest::turns);
    assertThat(seldom.learning(PLAIN, reasons::put).mixUp()).isEqualTo(0.2);
    assertThat(reasons.get("augment")).contains("fewer than 10 times");
  }

  @Test
  void masksVaryInSpaceAndFindingsThatHoldTogetherAreNotMixed() {
    assertThat(variation(36, true).steps((_, _) -> {})).hasSize(2);
    assertThat(variation(4, true).steps((_, _) -> {})).anyMatch(ImageVariationTest::turns);
    Plan.Learning findings =
        new Plan.Learning(64, Plan.LossKind.BINARY_CROSS_ENTROPY, 0, 0, new Sampling.Natural());
    assertThat(variation(36, false).learning(findings, (_, _) -> {})).isEqualTo(findings);
  }

  private static boolean turns(Augmentation step) {
    return step instanceof Sometimes(_, var inner) && inner instanceof RandomAffine;
  }

  private static ImageVariation variation(double passes, boolean masks) {
    Look look =
        new Look(
            100,
            10,
            new int[] {50, 50},
            1,
            Size.of(28, 28),
            true,
            0,
            255,
            List.of(80.0),
            List.of(50.0),
            masks,
            new double[3]);
    return new ImageVariation(look, List.of(Axis.I), passes);
  }
}
