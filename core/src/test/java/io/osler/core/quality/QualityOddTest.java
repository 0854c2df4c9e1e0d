package io.osler.core.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.OddImages;
import io.osler.core.volume.Volume;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Measures of images that are hardly any: finite, and shares stay shares. */
class QualityOddTest {
  static Stream<Volume> images() {
    return OddImages.all()
        .flatMap(
            odd ->
                Stream.of(1.0, 1e-40, 1e36)
                    .map(
                        scale -> {
                          float[] v = odd.voxels().clone();
                          for (int i = 0; i < v.length; i++) {
                            v[i] = (float) (v[i] * scale);
                          }
                          return Volume.of(odd.size(), Geometry.UNIT, v);
                        }));
  }

  @ParameterizedTest
  @MethodSource("images")
  void measuresAreFinite(Volume image) {
    Quality quality = Quality.of(image);
    for (double value : quality.values()) {
      assertThat(value).isFinite();
    }
    assertThat(quality.clipped()).isBetween(0.0, 1.0);
    assertThat(quality.wrapping()).isBetween(0.0, 1.0);
    assertThat(quality.noise()).isNotNegative();
    assertThat(quality.ghosting()).isNotNegative();
    assertThat(Quality.of(image)).isEqualTo(quality);
  }

  @ParameterizedTest
  @MethodSource("images")
  void undefinedVoxelsDoNotSpread(Volume image) {
    float[] v = image.voxels().clone();
    v[v.length / 2] = Float.NaN;
    v[0] = Float.POSITIVE_INFINITY;
    for (double value : Quality.of(image.with(v)).values()) {
      assertThat(value).isFinite();
    }
    assertThat(PerceptualHash.of(image.with(v))).isEqualTo(PerceptualHash.of(image.with(v)));
  }
}
