package io.osler.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class CalibrationTest {
  @Test
  void temperatureEqualsSciPysMinimum() {
    for (JsonNode table : Golden.read("comparison-calibration").get("temperature")) {
      double[][] logits = Golden.matrix(table.get("logits"));
      int[] truth = Golden.ints(table.get("truth"));
      Temperature fitted = Temperature.fit(logits, truth);
      // A minimum is flat: SciPy's own search by values is good to about 1e-8 in T.
      double expected = table.get("temperature").asDouble();
      assertThat(fitted.value()).isCloseTo(expected, within(1e-6 * expected));
      assertThat(loss(fitted, logits, truth))
          .isCloseTo(table.get("loss").asDouble(), within(1e-12));
      assertThat(loss(fitted, logits, truth))
          .isLessThanOrEqualTo(loss(Temperature.NONE, logits, truth));
    }
  }

  @Test
  void scalingTheLogitsScalesTheTemperature() {
    JsonNode table = Golden.read("comparison-calibration").get("temperature").get(0);
    double[][] logits = Golden.matrix(table.get("logits"));
    int[] truth = Golden.ints(table.get("truth"));
    double once = Temperature.fit(logits, truth).value();
    for (double[] row : logits) {
      row[0] *= 3;
      row[1] *= 3;
    }
    assertThat(Temperature.fit(logits, truth).value()).isCloseTo(3 * once, within(1e-9));
  }

  @Test
  void staysInItsRangeWhenTheMinimumIsBeyond() {
    double[][] separable = {{2, 0}, {0, 2}};
    assertThat(Temperature.fit(separable, new int[] {0, 1}).value()).isEqualTo(Temperature.LEAST);
    assertThat(Temperature.fit(separable, new int[] {1, 0}).value()).isEqualTo(Temperature.MOST);
    double[][] constant = {{1, 1}, {1, 1}};
    assertThat(Temperature.fit(constant, new int[] {0, 1}).value()).isBetween(0.05, 20.0);
    double[] huge = new Temperature(0.5).apply(new double[] {1e300, -1e300});
    assertThat(huge).containsExactly(1, 0);
  }

  @Test
  void cautionKeepsPerfectSeparationFromCertainty() {
    double[] even = new double[2];
    // One case of each class is to be stated at 2/3: σ(2 / T) = 2/3, T = 2 / ln 2.
    double[][] two = {{2, 0}, {0, 2}};
    assertThat(Temperature.cautious(two, new int[] {0, 1}, even).value())
        .isCloseTo(2 / Math.log(2), within(1e-9));
    // Nine of each at 10/11: σ(2 / T) = 10/11, T = 2 / ln 10.
    double[][] many = new double[18][];
    int[] truth = new int[18];
    for (int i = 0; i < many.length; i++) {
      truth[i] = i % 2;
      many[i] = two[truth[i]];
    }
    assertThat(Temperature.cautious(many, truth, even).value())
        .isCloseTo(2 / Math.log(10), within(1e-9));
    // Three classes share what is left evenly: 2/3, 1/6 and 1/6 are softmax((ln 4, 0, 0)).
    double[][] three = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    assertThat(Temperature.cautious(three, new int[] {0, 1, 2}, new double[3]).value())
        .isCloseTo(1 / Math.log(4), within(1e-9));
  }

  @Test
  void cutsEqualABruteForceSearch() {
    for (JsonNode table : Golden.read("comparison-calibration").get("cuts")) {
      boolean[] positive = Golden.flags(table.get("truth"));
      double[] scores = Golden.doubles(table.get("scores"));
      Ranking ranking = Ranking.of(positive, scores);
      assertCut(OperatingPoint.youden(ranking), table.get("youden"), scores);
      assertCut(OperatingPoint.sensitivityAtLeast(ranking, 0.9), table.get("sensitivity"), scores);
      assertCut(OperatingPoint.specificityAtLeast(ranking, 0.8), table.get("specificity"), scores);
    }
  }

  @Test
  void extremeCutsAreFiniteAndDoWhatTheySay() {
    boolean[] positive = {false, true, false};
    double[] scores = {0.9, 0.5, 0.1};
    Ranking ranking = Ranking.of(positive, scores);
    OperatingPoint none = OperatingPoint.specificityAtLeast(ranking, 1);
    assertThat(none.threshold()).isGreaterThan(0.9).isLessThan(0.91);
    assertThat(none.sensitivity()).isZero();
    OperatingPoint all = OperatingPoint.sensitivityAtLeast(ranking, 1);
    assertThat(all.threshold()).isBetween(0.1, 0.5);
    assertThat(all.specificity()).isEqualTo(0.5);
    assertThatThrownBy(() -> OperatingPoint.youden(Ranking.of(new boolean[2], new double[2])))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("one class only");
  }

  @Test
  void reliabilityBinsHoldTheirUpperEdge() {
    assertThat(Reliability.bin(0, 15)).isZero();
    assertThat(Reliability.bin(1, 15)).isEqualTo(14);
    for (int b = 1; b < 15; b++) {
      assertThat(Reliability.bin(b / 15.0, 15)).isEqualTo(b - 1);
      assertThat(Reliability.bin(Math.nextUp(b / 15.0), 15)).isEqualTo(b);
    }
    Reliability table =
        Reliability.of(new double[] {0.8, 0.8, 0.3}, new boolean[] {true, false, false}, 2);
    assertThat(table.bins().get(1)).isEqualTo(new Reliability.Bin(0.5, 1, 2, 0.8, 0.5));
    assertThat(table.ece()).isCloseTo((2 * 0.3 + 0.3) / 3, within(1e-12));
  }

  private static void assertCut(OperatingPoint point, JsonNode expected, double[] scores) {
    assertThat(point.sensitivity()).isCloseTo(expected.get(1).asDouble(), within(1e-12));
    assertThat(point.specificity()).isCloseTo(expected.get(2).asDouble(), within(1e-12));
    long called =
        IntStream.range(0, scores.length).filter(i -> scores[i] >= point.threshold()).count();
    long wanted =
        IntStream.range(0, scores.length)
            .filter(i -> scores[i] >= expected.get(0).asDouble())
            .count();
    assertThat(called).as("cases above the threshold").isEqualTo(wanted);
  }

  private static double loss(Temperature temperature, double[][] logits, int[] truth) {
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      sum -= Math.log(temperature.apply(logits[i])[truth[i]]);
    }
    return sum / truth.length;
  }
}
