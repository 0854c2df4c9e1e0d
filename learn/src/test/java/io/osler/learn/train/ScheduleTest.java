package io.osler.learn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void factorsStayBetweenZeroAndOneForAnyLength() {
    for (Schedule schedule :
        List.of(
            new Schedule.Constant(),
            new Schedule.Cosine(0),
            new Schedule.Cosine(0.05),
            new Schedule.Cosine(0.9),
            new Schedule.Poly(0.9),
            new Schedule.Poly(3))) {
      for (long steps : new long[] {1, 2, 3, 10, 1001}) {
        for (long step = 0; step < steps; step++) {
          assertThat(schedule.factor(step, steps))
              .as("%s at %d of %d", schedule, step, steps)
              .isBetween(0.0, 1.0);
        }
        assertThat(schedule.factor(0, steps)).isPositive();
      }
    }
  }

  @Test
  void warmUpRisesInALineAndTheCosineFallsToNothing() {
    Schedule cosine = new Schedule.Cosine(0.1);
    assertThat(cosine.factor(0, 100)).isCloseTo(0.1, within(1e-12));
    assertThat(cosine.factor(9, 100)).isEqualTo(1);
    assertThat(cosine.factor(10, 100)).isEqualTo(1);
    assertThat(cosine.factor(55, 100)).isCloseTo(0.5, within(1e-12));
    assertThat(cosine.factor(99, 100)).isBetween(0.0, 1e-3);
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Schedule.Cosine(0.95)).hasMessageContaining("warmup");
    assertThatThrownBy(() -> new Schedule.Poly(0)).hasMessageContaining("power");
    assertThatThrownBy(() -> new Optimiser.AdamW(0, 0.9, 0.999, 0))
        .hasMessageContaining("learning-rate");
    assertThatThrownBy(() -> new Optimiser.Sgd(0.1, 1, true, 0)).hasMessageContaining("momentum");
  }
}
