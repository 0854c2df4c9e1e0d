package io.osler.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class DeLongTest {
  @Test
  void equalsTheDefinitionByPairs() {
    for (JsonNode table : Golden.read("comparison-calibration").get("delong")) {
      DeLong delong =
          DeLong.of(
              Golden.flags(table.get("truth")),
              Golden.doubles(table.get("first")),
              Golden.doubles(table.get("second")));
      JsonNode expected = table.get("expected");
      assertThat(delong.first()).isCloseTo(expected.get("first").asDouble(), within(1e-12));
      assertThat(delong.second()).isCloseTo(expected.get("second").asDouble(), within(1e-12));
      assertThat(delong.firstVariance())
          .isCloseTo(expected.get("firstVariance").asDouble(), within(1e-12));
      assertThat(delong.secondVariance())
          .isCloseTo(expected.get("secondVariance").asDouble(), within(1e-12));
      assertThat(delong.covariance())
          .isCloseTo(expected.get("covariance").asDouble(), within(1e-12));
      assertThat(delong.z()).isCloseTo(expected.get("z").asDouble(), within(1e-9));
      double p = expected.get("p").asDouble();
      assertThat(delong.p()).isCloseTo(p, within(1e-9 * p));
    }
  }

  @Test
  void theSameModelDoesNotDifferFromItself() {
    var random = new SplittableRandom(4);
    boolean[] positive = new boolean[50];
    double[] a = new double[50];
    double[] b = new double[50];
    for (int i = 0; i < 50; i++) {
      positive[i] = i % 3 == 0;
      a[i] = random.nextGaussian() + (positive[i] ? 1 : 0);
      b[i] = random.nextGaussian();
    }
    DeLong same = DeLong.of(positive, a, a);
    assertThat(same.z()).isZero();
    assertThat(same.p()).isEqualTo(1);
    DeLong forward = DeLong.of(positive, a, b);
    DeLong backward = DeLong.of(positive, b, a);
    assertThat(forward.z()).isCloseTo(-backward.z(), within(1e-12));
    assertThat(forward.first())
        .isCloseTo(Ranking.of(positive, a).auc().orElseThrow(), within(1e-12));
    // The interval of the difference excludes 0 exactly when p is below 1 − level.
    Interval edge = forward.difference(1 - forward.p());
    assertThat(Math.min(Math.abs(edge.low()), Math.abs(edge.high()))).isLessThan(1e-9);
  }

  @Test
  void normalTailsEqualSciPy() {
    JsonNode golden = Golden.read("comparison-calibration");
    for (JsonNode row : golden.get("normal")) {
      double expected = row.get(1).asDouble();
      assertThat(Normal.above(row.get(0).asDouble())).isCloseTo(expected, within(1e-12 * expected));
    }
    for (JsonNode row : golden.get("normal-quantile")) {
      assertThat(Normal.quantile(row.get(0).asDouble()))
          .isCloseTo(row.get(1).asDouble(), within(1e-12));
    }
  }

  @Test
  void refusesOneClassOnly() {
    double[] scores = {1, 2, 3};
    assertThatThrownBy(() -> DeLong.of(new boolean[] {true, true, false}, scores, scores))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("1 negative");
  }
}
