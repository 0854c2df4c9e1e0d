package io.osler.core.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.Catalogue;
import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.segment.Slic;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Intensity;
import io.osler.core.transform.Pipeline;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every classical step promises; each is tried with its defaults and what it must be told. */
class StepsInvariantsTest {
  private static final Size SOLID = new Size(13, 11, 9);
  private static final Geometry SPACED = Geometry.spaced(0.7, 1.1, 2.5);

  static Stream<Intensity> all() {
    return Steps.classical().stream().map(StepsInvariantsTest::sample);
  }

  /** Parameters without a default get a number that suits intensities about 100 ± 40. */
  private static Intensity sample(Class<? extends Transform> type) {
    Catalogue.Entry entry =
        Steps.catalogue().entries(Transform.class).stream()
            .filter(one -> one.type() == type)
            .findFirst()
            .orElseThrow();
    List<String> given =
        entry.parameters().stream()
            .filter(p -> p.fallback().isEmpty())
            .map(p -> p.key() + "=" + (p.type().startsWith("list") ? "[[0, 0, 0]]" : "30"))
            .toList();
    String text = entry.kind() + "(" + String.join(", ", given) + ")";
    return (Intensity) Config.read(Transform.class, "'" + text + "'", Steps.catalogue());
  }

  private static Volume noise(Size size, int channels, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] v = new float[channels * size.voxels()];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) (100 + 40 * random.nextGaussian());
    }
    return new Volume(size, channels, SPACED, v);
  }

  @ParameterizedTest
  @MethodSource("all")
  void sameBytesForAnyThreadCountAndTheInputIsLeftAlone(Intensity step) throws Exception {
    Volume image = noise(SOLID, channels(step), 3);
    float[] before = image.voxels().clone();
    float[] one = inPool(1, step, image);
    float[] three = inPool(3, step, image);
    assertThat(one).isEqualTo(three);
    assertThat(image.voxels()).isEqualTo(before);
    for (float v : one) {
      assertThat(v).isFinite();
    }
  }

  private static float[] inPool(int threads, Intensity step, Volume image) throws Exception {
    try (ForkJoinPool pool = new ForkJoinPool(threads)) {
      return pool.submit(() -> step.apply(image).voxels()).get();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void channelsAreTreatedAlike(Intensity step) {
    if (channels(step) == 3 || step instanceof Slic) {
      return; // superpixels see all channels at once
    }
    Volume one = noise(SOLID, 1, 6);
    float[] twice = Arrays.copyOf(one.voxels(), 2 * SOLID.voxels());
    System.arraycopy(one.voxels(), 0, twice, SOLID.voxels(), SOLID.voxels());
    Volume both = step.apply(one.with(twice));
    float[] single = step.apply(one).voxels();
    assertThat(both.channel(0).voxels()).isEqualTo(single);
    assertThat(both.channel(both.channels() - 1).voxels()).isEqualTo(single);
  }

  @ParameterizedTest
  @MethodSource("all")
  void flatConstantAndOneVoxelImagesStayFinite(Intensity step) {
    for (Size size : List.of(Size.of(13, 11), SOLID, new Size(1, 1, 1), new Size(7, 1, 1))) {
      float[] flat = new float[channels(step) * size.voxels()];
      Arrays.fill(flat, 42.1f);
      for (Volume image :
          List.of(new Volume(size, channels(step), SPACED, flat), noise(size, channels(step), 5))) {
        Volume out = step.apply(image);
        assertThat(out.size()).isEqualTo(size);
        assertThat(out.geometry()).isEqualTo(SPACED);
        for (float v : out.voxels()) {
          assertThat(v).as("%s on %s", step, image).isFinite();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void undefinedVoxelsAreRefused(Intensity step) {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      Volume image = noise(SOLID, channels(step), 2);
      image.voxels()[17] = bad;
      assertThatThrownBy(() -> step.apply(image))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("NaN or infinite");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void yamlReadsBack(Intensity step) {
    String yaml = Config.writeAs(Augmentation.class, step);
    assertThat(Config.read(Augmentation.class, yaml, Steps.catalogue())).isEqualTo(step);
  }

  @Test
  void everyStepSaysWhatItDoesAndWhereItComesFrom() {
    for (Catalogue.Entry entry : Steps.catalogue().entries(Augmentation.class)) {
      assertThat(entry.about()).as(entry.kind()).endsWith(".");
      assertThat(entry.parameters()).allSatisfy(p -> assertThat(p.about()).isNotEmpty());
      if (Steps.classical().contains(entry.type())) {
        assertThat(entry.source()).as(entry.kind()).isNotEmpty();
      }
    }
  }

  @Test
  void pipelinesMixRooms() {
    Pipeline pipeline =
        Config.read(
            Pipeline.class, "steps: [median(radius=2), z-score, random-flip]", Steps.catalogue());
    assertThat(pipeline.steps()).hasSize(3);
    assertThatThrownBy(() -> Config.read(Transform.class, "medain", Steps.catalogue()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("did you mean 'median'");
  }

  /** Colour steps know three channels only. */
  private static int channels(Intensity step) {
    return step.getClass().getSimpleName().matches("Macenko|Reinhard|StainSeparation") ? 3 : 1;
  }
}
