package io.osler.learn.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
  /** 1,000 cases in batches of 32: 25 steps an epoch, 625 for a network worth having. */
  private static final Pace PACE = new Pace(1000, 32, false, 2);

  private static final double WORTH = 625;

  @ParameterizedTest
  @CsvSource({
    // networks' worth of steps, folds, seeds
    "0.2, 1, 1",
    "1.0, 1, 1",
    "1.9, 1, 1",
    "2.0, 1, 2", // two folds would leave half of the cases to each
    "2.9, 1, 2",
    "3.0, 3, 1",
    "4.5, 4, 1",
    "5.0, 5, 1",
    "9.9, 5, 1",
    "10.0, 5, 2",
    "15.0, 5, 3",
    "20.0, 5, 4",
    "90.0, 5, 4"
  })
  void stepsPayForFoldsFirstAndThenForSeeds(double worth, int folds, int seeds) {
    assertThat(PACE.members(worth * WORTH)).isEqualTo(new Plan.Members(folds, seeds));
  }

  @Test
  void aNetworkNeedsStepsHoweverFewTheCases() {
    Pace few = new Pace(40, 16, false, 2);
    assertThat(few.networks(499)).isLessThan(1);
    assertThat(few.networks(500)).isEqualTo(1);
  }

  @Test
  void aPretrainedNetworkNeedsThirtyPercentOfThat() {
    Pace tuning = new Pace(1000, 32, true, 2);
    assertThat(tuning.networks(WORTH)).isEqualTo(PACE.networks(WORTH) / 0.3);
    assertThat(tuning.members(WORTH)).isEqualTo(new Plan.Members(3, 1));
  }

  @Test
  void everyNetworkJudgesTheCasesHeldOutFromIt() {
    // One split: a fifth of the cases, three times and mirrored twice over, a third of a step each.
    assertThat(PACE.judging(new Plan.Members(1, 2), 3))
        .isCloseTo(2 * 200 * 5 / 32.0 / 3, within(1e-9));
    // Five folds hold out every case once; two seeds do so twice.
    assertThat(PACE.judging(new Plan.Members(5, 2), 3))
        .isCloseTo(10 * 200 * 5 / 32.0 / 3, within(1e-9));
  }

  @Test
  void curvesHaveFewerPointsWhereJudgingIsDear() {
    Plan.Members five = new Plan.Members(5, 1);
    assertThat(PACE.validations(five, 100 * WORTH)).isEqualTo(8);
    assertThat(PACE.validations(five, 10 * PACE.judging(five, 5))).isEqualTo(5);
    assertThat(PACE.validations(five, WORTH)).isEqualTo(3);
  }
}
