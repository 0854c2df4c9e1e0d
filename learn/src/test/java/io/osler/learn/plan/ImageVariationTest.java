package io.osler.learn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Axis;
import io.osler.core.transform.RandomAffine;
import io.osler.core.transform.Sometimes;
import io.osler.core.volume.Size;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the ablation said: pictures are turned only where a network sees a case often. */
class ImageVariationTest {
  @Test
  void aCaseThatIsSeenOftenIsTurned() {
    Map<String, String> reasons = new HashMap<>();
    ImageVariation often = variation(36, false);
    assertThat(often.steps(reasons::put)).hasSize(5).anyMatch(ImageVariationTest::turns);
    assertThat(reasons).containsOnlyKeys("augment");
  }

  @Test
  void aCaseThatIsSeenSeldomIsNotTurned() {
    Map<String, String> reasons = new HashMap<>();
    ImageVariation seldom = variation(3, false);
    assertThat(seldom.steps(reasons::put)).hasSize(4).noneMatch(ImageVariationTest::turns);
    assertThat(reasons.get("augment")).contains("fewer than 10 times");
  }

  @Test
  void masksVaryInSpaceAlone() {
    assertThat(variation(36, true).steps((_, _) -> {})).hasSize(2);
    assertThat(variation(4, true).steps((_, _) -> {})).anyMatch(ImageVariationTest::turns);
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
