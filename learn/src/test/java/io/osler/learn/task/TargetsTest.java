package io.osler.learn.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.transform.Normalise;
import io.osler.core.volume.Truth;
import io.osler.learn.data.Labels;
import io.osler.learn.net.NetSpec;
import io.osler.learn.plan.Plan;
import io.osler.learn.tensor.Compute;
import io.osler.learn.train.Course;
import io.osler.learn.train.Optimiser;
import io.osler.learn.train.Sampling;
import io.osler.learn.train.Schedule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetsTest {
  static Plan plan(Labels.Kind kind, double smoothing) {
    return new Plan(
        Plan.FORMAT,
        new Labels(kind, List.of("a", "b"), 1),
        new Plan.Input(1, 8, 8, 1),
        List.of(),
        new Normalise(List.of(0.0), List.of(1.0)),
        List.of(),
        new NetSpec.Mlp(List.of(4), 0),
        Optional.empty(),
        new Plan.Learning(
            2, Plan.LossKind.BINARY_CROSS_ENTROPY, smoothing, 0, new Sampling.Natural()),
        new Course(
            1, new Optimiser.AdamW(1e-3, 0.9, 0.999, 0), new Schedule.Cosine(0), 1, 0.9, 1, 0),
        new Plan.Members(1, 1),
        new Plan.Inference(1, List.of()),
        Optional.empty(),
        Compute.plain(1),
        1);
  }

  @Test
  void smoothingDrawsClassesAndFindingsTowardsChance() {
    Truth category = new Truth.Category(1);
    assertThat(Targets.rows(List.of(category), plan(Labels.Kind.SINGLE_LABEL, 0.25))[0])
        .containsExactly(0.125f, 0.875f);
    Truth findings = new Truth.Findings(List.of(1.0, 0.0));
    assertThat(Targets.rows(List.of(findings), plan(Labels.Kind.MULTI_LABEL, 0.25))[0])
        .containsExactly(0.875f, 0.125f);
    Truth unread = new Truth.Findings(List.of(Double.NaN, 1.0));
    assertThat(Targets.rows(List.of(unread), plan(Labels.Kind.MULTI_LABEL, 0))[0])
        .containsExactly(Float.NaN, 1f);
  }
}
