package io.osler.core.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.filter.Median;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Axis;
import io.osler.core.transform.Chain;
import io.osler.core.transform.Clahe;
import io.osler.core.transform.Flip;
import io.osler.core.transform.Gamma;
import io.osler.core.transform.OneOf;
import io.osler.core.transform.RandomFlip;
import io.osler.core.transform.RandomGamma;
import io.osler.core.transform.SomeOf;
import io.osler.core.transform.Sometimes;
import io.osler.core.transform.ZScore;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinesTest {
  @TempDir private Path folder = Path.of(".");

  private static final String LIST =
      """
      # what training sees
      - z-score
      - {kind: random-gamma, probability: 0.3}
      - kind: one-of
        choices: [median, 'clahe(clip=2)']
      - {kind: some-of, most: 1, choices: [z-score]}
      """;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("p.yaml"), text);
  }

  @Test
  void aBareListAndStepsAreTheSamePipeline() throws IOException {
    List<Augmentation> steps = Pipelines.read(file(LIST)).steps();
    assertThat(steps).hasSize(4);
    assertThat(steps.get(0)).isEqualTo(new ZScore(false));
    assertThat(steps.get(1)).isInstanceOf(Sometimes.class);
    assertThat(((Sometimes) steps.get(1)).probability()).isEqualTo(0.3);
    assertThat(((Sometimes) steps.get(1)).step()).isInstanceOf(RandomGamma.class);
    assertThat(((OneOf) steps.get(2)).choices())
        .containsExactly(new Median(1), new Clahe(2, 8, 256));
    assertThat(steps.get(3)).isInstanceOf(SomeOf.class);
    assertThat(Pipelines.read(file("steps:\n" + LIST.indent(2))).steps()).isEqualTo(steps);
  }

  @Test
  void aProbabilityOfAStepThatHasItsOwnStaysTheStepsOwn() {
    assertThat(Pipelines.of(List.of("random-flip(axes=[i], probability=0.2)")).steps())
        .containsExactly(new RandomFlip(List.of(Axis.I), 0.2));
    assertThat(Pipelines.of(List.of("gamma(gamma=2, probability=0.25)")).steps())
        .containsExactly(new Sometimes(0.25, new Gamma(2)));
  }

  @Test
  void aPipelineWrittenAsYamlReadsBack() throws IOException {
    var pipeline = Pipelines.read(file(LIST));
    assertThat(Pipelines.read(file(Config.write(pipeline)))).isEqualTo(pipeline);
  }

  @Test
  void refusalsNameTheStepTheNearestNameAndTheRange() {
    refused("medain", "did you mean 'median'");
    refused("clahe(clp=2)", "did you mean 'clip'");
    refused("clahe(clip=-1)", "between 0 and 256");
    refused("gamma(gamma=2, probability=1.5)", "between 0 and 1");
    refused("median(radius=x)", "whole number");
    refused("median(radius=1", "parameters in brackets");
  }

  private static void refused(String step, String why) {
    assertThatThrownBy(() -> Pipelines.of(List.of(step)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("Step '" + step + "'")
        .hasMessageContaining(why);
  }

  @Test
  void refusedFilesAreNamed() throws IOException {
    Path file = file("- z-scor\n");
    assertThatThrownBy(() -> Pipelines.read(file))
        .hasMessageContaining("p.yaml")
        .hasMessageContaining("did you mean 'z-score'");
    assertThatThrownBy(() -> Pipelines.read(folder.resolve("none.yaml")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none.yaml");
  }

  @Test
  void whatIsNoStepAtAllIsToldHowToWriteOne() {
    for (String step :
        List.of("clahe(clip=2", "clahe clip=2", "", "{kind: median}", "(radius=1)")) {
      assertThatThrownBy(() -> Pipelines.of(List.of(step)))
          .as(step)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("a name with parameters in brackets");
    }
  }

  /** As OpenCV and Zuiderveld count: twice the mean of 256 bins is the share 2/256. */
  @Test
  void aClipAboveOneCountsInMeansOfABin() {
    SplittableRandom random = new SplittableRandom(3);
    float[] v = new float[40 * 30];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) Math.pow(random.nextDouble(), 3);
    }
    Volume image = Volume.of(Size.of(40, 30), Geometry.UNIT, v);
    float[] out = new Clahe(2, 2, 256).apply(image).voxels();
    assertThat(out).isEqualTo(new Clahe(2.0 / 256, 2, 256).apply(image).voxels());
    assertThat(out).isNotEqualTo(new Clahe(8, 2, 256).apply(image).voxels());
  }

  @Test
  void classesThatNameASideAreFound() {
    assertThat(Laterality.sided(List.of("left kidney", "RightKidney", "liver")))
        .containsExactly("left kidney", "RightKidney");
    assertThat(Laterality.sided(List.of("lung-l", "lung-r", "other"))).hasSize(2);
    assertThat(Laterality.sided(List.of("grade l", "vitamin r"))).isEmpty();
    assertThat(Laterality.sided(List.of("malignant", "bright", "leftover"))).isEmpty();
  }

  @Test
  void mirroringASetWithSidesIsRefusedWhereverTheFlipHides() {
    List<String> sides = List.of("left", "right");
    Augmentation flip = new RandomFlip(List.of(Axis.I, Axis.J), 0.5);
    for (Augmentation step :
        List.of(
            flip,
            new Flip(List.of(Axis.K)),
            new Sometimes(0.1, flip),
            new OneOf(List.of(new Gamma(2), flip)),
            new SomeOf(0, 1, List.of(flip)),
            new Chain(List.of(new Flip(List.of(Axis.J)))))) {
      assertThatThrownBy(() -> Laterality.check(List.of(step), sides))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("name(s) a side")
          .hasMessageContaining("Fix: take the step out");
      Laterality.check(List.of(step), List.of("benign", "malignant"));
    }
    // In a volume that stands upright only i changes sides.
    Laterality.checkUpright(List.of(new RandomFlip(List.of(Axis.J, Axis.K), 0.5)), sides);
    assertThatThrownBy(() -> Laterality.checkUpright(List.of(new Sometimes(0.1, flip)), sides))
        .hasMessageContaining("name(s) a side");
    // In a plane, i and k mirror.
    assertThatThrownBy(() -> Laterality.check(List.of(new Flip(List.of(Axis.I, Axis.K))), sides))
        .isInstanceOf(InputException.class);
    // A half turn, a flip that never happens: left stays left.
    Laterality.check(List.of(new Flip(List.of(Axis.I, Axis.J))), sides);
    Laterality.check(List.of(new Sometimes(0, flip), new Gamma(2)), sides);
  }
}
