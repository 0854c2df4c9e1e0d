package io.osler.core.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.Catalogue;
import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.volume.Case;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistoryTest {
  private static final Case ONE = Samples.masked(Samples.noise(new Size(13, 11, 9), 1, 1));

  static Stream<Augmentation> all() {
    return Stream.concat(Samples.fixed().stream(), Samples.random().stream());
  }

  @ParameterizedTest
  @MethodSource("all")
  void replayGivesTheSameBytes(Augmentation step) {
    SplittableRandom random = new SplittableRandom(17);
    for (int draw = 0; draw < 5; draw++) {
      Transform drawn = step.draw(random, ONE);
      List<String> lines = History.of(drawn);
      Transform again = History.replay(lines);
      assertThat(again.apply(ONE).image().voxels())
          .as("%s", lines)
          .isEqualTo(drawn.apply(ONE).image().voxels());
      assertThat(History.of(again)).isEqualTo(lines);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void yamlReadsBack(Augmentation step) {
    String yaml = Config.writeAs(Augmentation.class, step);
    assertThat(Config.read(Augmentation.class, yaml, Transforms.catalogue())).isEqualTo(step);
  }

  @Test
  void aLineSaysWhatWasDone() {
    Affine affine = new Affine(new Vec3(0, 0, 12.3), Vec3.ONE, Vec3.ZERO, Border.EDGE, 0);
    assertThat(History.of(new Flip(List.of(Axis.I)).then(affine)))
        .containsExactly(
            "flip(axes=[i])",
            "affine(rotation=[0, 0, 12.3], scale=[1, 1, 1], shift=[0, 0, 0], border=edge, fill=0,"
                + " labels=nearest)");
  }

  @Test
  void aPipelineIsReadInShort() {
    Pipeline pipeline =
        Config.read(
            Pipeline.class,
            """
            steps:
              - resize(size=[28, 28])
              - {kind: sometimes, probability: 0.3, step: random-blur}
              - affine(rotation=[0, 0, 90])
              - z-score
            """,
            Transforms.catalogue());
    assertThat(pipeline.steps())
        .containsExactly(
            new Resize(Size.of(28, 28), Interpolation.LINEAR),
            new Sometimes(0.3, new RandomBlur(0.3, 1)),
            new Affine(new Vec3(0, 0, 90), Vec3.ONE, Vec3.ZERO, Border.CONSTANT, 0),
            new ZScore(false));
  }

  @Test
  void mistypedStepsAreNamed() {
    assertThatThrownBy(() -> Config.read(Pipeline.class, "steps: [z-scor]", Transforms.catalogue()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("z-score");
    assertThatThrownBy(() -> History.replay(List.of("gamma(gamma=-1)")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("positive");
    assertThatThrownBy(() -> History.line((random, one) -> new Identity()))
        .isInstanceOf(InputException.class);
  }

  @Test
  void everyKindSaysWhatItDoes() {
    for (Catalogue.Entry entry : Transforms.catalogue().entries(Augmentation.class)) {
      assertThat(entry.about()).as(entry.kind()).endsWith(".");
      assertThat(entry.parameters()).allSatisfy(p -> assertThat(p.about()).isNotEmpty());
    }
  }
}
