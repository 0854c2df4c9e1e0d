package io.osler.learn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.steps.Pipelines;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same YAML stands in a pipeline file and under augment in a plan. */
class PlanPipelineTest {
  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("osler.root")));
  private static final String STEPS =
      """
      - {kind: random-gamma, probability: 0.3}
      - {kind: one-of, choices: [median, 'gaussian-blur(sigma=1)']}
      - {kind: some-of, least: 1, most: 2, choices: [random-noise, random-motion, {kind: clahe, clip: 2, probability: 0.5}]}
      - random-flip
      """;

  @TempDir private Path folder = Path.of(".");

  @Test
  void aPlansStepsAreThoseOfAPipelineFile() throws IOException {
    Path pipeline = Files.writeString(folder.resolve("pipeline.yaml"), STEPS);
    String plan = Files.readString(ROOT.resolve("examples/data/plan.yaml"));
    int from = plan.indexOf("augment:");
    int to = plan.indexOf("network:");
    Path file =
        Files.writeString(
            folder.resolve("plan.yaml"),
            plan.substring(0, from) + "augment:\n" + STEPS.indent(2) + plan.substring(to));
    var steps = Pipelines.read(pipeline).steps();
    assertThat(Plans.read(file).augment()).isEqualTo(steps).hasSize(4);
    float[] v = new float[20 * 16];
    for (int i = 0; i < v.length; i++) {
      v[i] = i * 37 % 101;
    }
    Case one = Case.of("a", Volume.of(Size.of(20, 16), Geometry.UNIT, v));
    var random = new SplittableRandom(5);
    var same = new SplittableRandom(5);
    for (int s = 0; s < steps.size(); s++) {
      assertThat(Plans.read(file).augment().get(s).draw(random, one))
          .isEqualTo(steps.get(s).draw(same, one));
    }
  }
}
