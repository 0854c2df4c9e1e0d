package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.transform.Orient;
import io.osler.core.transform.Regrid;
import io.osler.core.transform.ZScore;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code osler plan} writes for volumes with label maps. */
class SegmentationPlanTest {
  @TempDir Path folder;

  /** nnU-Net scales intensities before it resamples, and so do plans. */
  @Test
  void volumesAreTurnedScaledAndThenResampledAsNnunetDoes() throws IOException {
    Path data = MadeOutlines.decathlon(folder.resolve("Task91_Made"));
    var planned = Shell.run("plan", data, "--budget", "30s", "--threads", 1);
    assertThat(planned.status()).as(planned.err()).isZero();
    Plan plan = Plans.read(Files.writeString(folder.resolve("plan.yaml"), planned.out()));
    assertThat(plan.prepare())
        .containsExactly(
            new Orient("LPS"), new ZScore(false), new Regrid(plan.outlining().spacing()));
    assertThat(plan.outlining().pairs()).isTrue();
  }
}
