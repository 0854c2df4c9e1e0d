package io.osler.learn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Axis;
import io.osler.core.transform.Border;
import io.osler.core.transform.RandomAffine;
import io.osler.core.transform.Sometimes;
import io.osler.core.volume.Size;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the ablation said: pictures are turned only where a network sees a case often. */
class ImageVariationTest {
  private static final Size FLAT = Size.of(28, 28);

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

  @Test
  void shapesThatAreSeenOftenAreTurnedFarAtTheirOwnSize() {
    Map<String, String> reasons = new HashMap<>();
    Size solid = new Size(28, 28, 28);
    assertThat(variation(26, true, solid).steps(reasons::put))
        .contains(new Sometimes(0.8, new RandomAffine(30, 30, 0.9, 1.1, 0.1, Border.EDGE)));
    assertThat(reasons.get("augment")).contains("size is kept");
    for (ImageVariation other :
        List.of(
            variation(14, true, solid), variation(26, false, solid), variation(26, true, FLAT))) {
      assertThat(other.steps((_, _) -> {}))
          .filteredOn(ImageVariationTest::turns)
          .singleElement()
          .asString()
          .contains("smallest=0.85");
    }
  }

  private static boolean turns(Augmentation step) {
    return step instanceof Sometimes(_, var inner) && inner instanceof RandomAffine;
  }

  private static ImageVariation variation(double passes, boolean masks) {
    return variation(passes, masks, FLAT);
  }

  private static ImageVariation variation(double passes, boolean masks, Size size) {
    Look look =
        new Look(
            100,
            10,
            new int[] {50, 50},
            1,
            false,
            size,
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
