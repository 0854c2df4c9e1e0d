package io.osler.learn.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PaceJudgingTest {
  /** 2,000 cases in batches of 32; a forward pass is a third of a step. */
  private static final Pace PACE = new Pace(2000, 32, true, 2);

  @Test
  void foldsHoldEveryCaseOutOnce() {
    assertThat(PACE.judging(new Plan.Members(5, 1), 8))
        .isCloseTo(2000 * 10 / 32.0 / 3, within(1e-9));
    assertThat(PACE.judging(new Plan.Members(5, 3), 8))
        .isCloseTo(3 * 2000 * 10 / 32.0 / 3, within(1e-9));
  }

  @Test
  void oneSplitHoldsAFifthOut() {
    assertThat(PACE.judging(new Plan.Members(1, 2), 8))
        .isCloseTo(2 * 400 * 10 / 32.0 / 3, within(1e-9));
  }

  @Test
  void judgingIsDoneLessOftenWhereStepsAreFew() {
    Plan.Members two = new Plan.Members(1, 2);
    assertThat(PACE.validations(two, 2000)).isEqualTo(8);
    assertThat(PACE.validations(two, 600)).isEqualTo(5);
    assertThat(PACE.validations(two, 100)).isEqualTo(3);
  }
}
