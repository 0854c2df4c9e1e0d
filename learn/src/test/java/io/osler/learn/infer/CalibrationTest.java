package io.osler.learn.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.metric.Temperature;
import io.osler.core.volume.Truth;
import io.osler.learn.data.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final Labels LABELS =
      new Labels(Labels.Kind.SINGLE_LABEL, List.of("rare", "common"), 0);

  @Test
  void probabilitiesAreTheDefinitions() {
    var calibration = new Calibration(2, List.of(Math.log(0.2), Math.log(0.8)));
    double[] p = calibration.probabilities(Labels.Kind.SINGLE_LABEL, new double[] {4, 2});
    double rare = 0.2 * Math.exp(2);
    double common = 0.8 * Math.exp(1);
    assertThat(p[0]).isCloseTo(rare / (rare + common), within(1e-15));
    assertThat(p[1]).isCloseTo(common / (rare + common), within(1e-15));
    assertThat(
            new Calibration(2, List.of())
                .probabilities(Labels.Kind.MULTI_LABEL, new double[] {0, 2, -2000}))
        .containsExactly(new double[] {0.5, 1 / (1 + Math.exp(-1)), 0}, within(1e-15));
  }

  @Test
  void temperatureIsFittedWithoutAShiftWhereClassesWereSeenAsTheyCame() {
    Predictions seen = said(40, 60, 0.5);
    Calibration fitted = Calibration.fit(seen, false, new int[] {40, 60});
    assertThat(fitted.shift()).isEmpty();
    double[][] logits = seen.rows().stream().map(Predictions.Row::logits).toArray(double[][]::new);
    assertThat(fitted.temperature()).isEqualTo(Temperature.fit(logits, seen.categories()).value());
  }

  /** Half of the common cases look like the rare class: the frequency settles them. */
  @Test
  void shiftsTowardsTheCommonClassWhereThatCallsMoreRight() {
    Calibration fitted = Calibration.fit(said(10, 90, 0.5), true, new int[] {10, 90});
    assertThat(fitted.shift()).containsExactly(Math.log(0.1), Math.log(0.9));
  }

  @Test
  void leavesTheThresholdAloneWhereAShiftCallsNoMoreRight() {
    assertThat(Calibration.fit(said(10, 90, 0), true, new int[] {10, 90}).shift()).isEmpty();
  }

  /** Certainty would make equals of all clear cases, and the AUC of new ones would suffer. */
  @Test
  void aFewCasesThatAreAllToldApartCallNobodyCertain() {
    Calibration fitted = Calibration.fit(said(10, 10, 0), false, new int[] {10, 10});
    double[] clear = fitted.probabilities(Labels.Kind.SINGLE_LABEL, new double[] {2.5, -2.5});
    double[] clearer = fitted.probabilities(Labels.Kind.SINGLE_LABEL, new double[] {3, -3});
    // Ten right of ten: 11/12 = 0.917 is what they are worth.
    assertThat(clear[0]).isBetween(0.88, 0.97);
    assertThat(clearer[0]).isGreaterThan(clear[0]).isLessThan(1);
  }

  @Test
  void nothingIsFittedToNoCases() {
    Predictions none = new Predictions(LABELS, Calibration.NONE, List.of());
    assertThat(Calibration.fit(none, true, new int[] {1, 1})).isEqualTo(Calibration.NONE);
  }

  /** Findings with probabilities σ(z / 3), of which one in four was not read. */
  @Test
  void theTemperatureOfFindingsIsFoundFromThoseThatWereRead() {
    var random = new SplittableRandom(3);
    var rows = new ArrayList<Predictions.Row>();
    for (int i = 0; i < 4000; i++) {
      double[] z = {4 * random.nextGaussian(), 4 * random.nextGaussian()};
      List<Double> present = new ArrayList<>();
      for (double one : z) {
        double truth = random.nextDouble() < 1 / (1 + Math.exp(-one / 3)) ? 1 : 0;
        present.add(random.nextInt(4) == 0 ? Double.NaN : truth);
      }
      rows.add(new Predictions.Row("" + i, "" + i, new Truth.Findings(present), z, Map.of()));
    }
    var findings = new Labels(Labels.Kind.MULTI_LABEL, List.of("a", "b"), 0);
    var seen = new Predictions(findings, Calibration.NONE, rows);
    Calibration fitted = Calibration.fit(seen, false, new int[] {1, 1});
    assertThat(fitted.shift()).isEmpty();
    assertThat(fitted.temperature()).isCloseTo(3, within(0.2));
  }

  /**
   * Rare cases clearly called; of the common ones, this share is called rare, with less confidence.
   */
  private static Predictions said(int rare, int common, double mistaken) {
    var rows = new ArrayList<Predictions.Row>();
    for (int i = 0; i < rare + common; i++) {
      boolean isRare = i < rare;
      boolean wrong = !isRare && i - rare < mistaken * common;
      double z = isRare ? 2.5 + 0.01 * i : wrong ? 0.5 : -2;
      rows.add(
          new Predictions.Row(
              "" + i, "" + i, new Truth.Category(isRare ? 0 : 1), new double[] {z, -z}, Map.of()));
    }
    return new Predictions(LABELS, Calibration.NONE, rows);
  }
}
