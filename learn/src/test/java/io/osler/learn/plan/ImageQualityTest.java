package io.osler.learn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.quality.Quality;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageQualityTest {
  private static final List<String> IDS = new ArrayList<>();
  private static final List<Quality> USUAL = new ArrayList<>();

  static {
    for (int i = 0; i < 50; i++) {
      double d = Math.sin(2.4 * i);
      IDS.add("image" + i);
      USUAL.add(
          new Quality(
              100 + 5 * d, 20 + d, 70 + 2 * d, 0.02 + 0.001 * d, 0.5 + 0.02 * d, 0, 0.1, 0.05));
    }
  }

  @Test
  void nothingStandsOutWhereAllAreAlike() {
    ImageQuality quality = ImageQuality.of(IDS, USUAL);
    assertThat(quality.outlying()).isZero();
    assertThat(quality.findings()).isEmpty();
    assertThat(quality.values()).containsOnlyKeys(Quality.NAMES);
    assertThat(ImageQuality.of(List.of(), List.of())).isEqualTo(ImageQuality.NONE);
  }

  @Test
  void eachFaultIsNamedWithItsImage() {
    List<Quality> all = new ArrayList<>(USUAL);
    all.set(3, new Quality(100, 20, 70, 0.2, 0.5, 0, 0.1, 0.05));
    all.set(7, new Quality(100, 20, 70, 0.02, 0.1, 0, 0.1, 0.05));
    all.set(9, new Quality(100, 20, 70, 0.02, 0.5, 0.3, 0.1, 0.05));
    all.set(11, new Quality(100, 20, 70, 0.02, 0.5, 0, 0.9, 0.05));
    all.set(13, new Quality(100, 20, 70, 0.02, 0.5, 0, 0.1, 0.8));
    all.set(15, new Quality(100, 20, 20, 0.02, 0.5, 0, 0.1, 0.05));
    ImageQuality quality = ImageQuality.of(IDS, all);
    assertThat(quality.table())
        .contains("image3: noisy 0.200 (usual 0.020")
        .contains("image7: blurred 0.100")
        .contains("image9: clipped 0.300")
        .contains("image11: ghosts (motion?) 0.900")
        .contains("image13: alike at opposite borders (wrapped?) 0.800")
        .contains("image15: low contrast 20.0");
    assertThat(quality.outlying()).isEqualTo(6);
    assertThat(quality.findings())
        .extracting(Fingerprint.Finding::kind)
        .containsOnly("quality-outlier");
  }

  @Test
  void aThirdOfTheSetIsAGroupAndNoOutlier() {
    List<Quality> all = new ArrayList<>(USUAL);
    for (int i = 0; i < 15; i++) {
      all.set(i, new Quality(9000 + i, 20, 70, 0.02, 0.5, 0, 0.1, 0.05));
    }
    ImageQuality quality = ImageQuality.of(IDS, all);
    assertThat(quality.outlying()).isZero();
    assertThat(quality.groups()).containsEntry("mean", 15);
    assertThat(quality.findings())
        .extracting(Fingerprint.Finding::kind)
        .containsOnly("quality-groups");
  }
}
