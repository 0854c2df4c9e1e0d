package io.osler.learn.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.learn.report.OutlineReport.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OutlinePageTest {
  private static final int CASES = 24;

  /** Structure s is predicted with an error that grows with s. */
  private static String page(int structures) {
    var random = new SplittableRandom(4);
    SequencedMap<String, List<Pair>> volumes = new LinkedHashMap<>();
    List<Pair> confidence = new ArrayList<>();
    for (int s = 0; s < structures; s++) {
      List<Pair> pairs = new ArrayList<>();
      for (int c = 0; c < CASES; c++) {
        double truth = 3 + 2 * random.nextDouble();
        pairs.add(new Pair("c" + c, truth, truth + 0.05 * s * (random.nextDouble() - 0.4)));
        double dice = 0.7 + 0.3 * random.nextDouble();
        confidence.add(new Pair("c" + c, dice, Math.min(1, dice + 0.05)));
      }
      volumes.put("organ " + s, pairs);
    }
    return OutlinePage.html(
        new OutlineReport(
            "made",
            "held-out cases",
            CASES,
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            volumes,
            confidence,
            List.of(),
            List.of("24 case(s) are no proof of accuracy"),
            ""));
  }

  @Test
  void volumesStandTwoInARowWithTheLimitsOfAgreement() {
    String page = page(3);
    assertThat(page.split("viewBox=\"0 0 460 300\"", -1)).hasSize(3 + 1 + 1);
    assertThat(page)
        .contains("<div class=\"charts\"><figure>")
        .contains("mean of true and predicted, ml")
        .contains("predicted − true, ml")
        .contains("mean + 1.96 SD")
        .contains("are no proof of accuracy")
        .doesNotContain("NaN");
    // No difference at all: one level.
    assertThat(page(1)).contains(">mean 0<").doesNotContain("1.96 SD").doesNotContain("NaN");
  }

  @Test
  void ofManyStructuresThoseThatAgreeLeastAreShown() {
    String page = page(30);
    assertThat(page.split("viewBox=\"0 0 460 300\"", -1)).hasSize(12 + 1 + 1);
    assertThat(page)
        .contains("12 of 30 structures, those that agree least.")
        .contains("Volume of organ 29:")
        .doesNotContain("Volume of organ 1:");
  }

  @Test
  void limitsAreTheMeanAndItsDeviations() {
    double[] limits = Scatter.limits(new double[] {1, 2, 3});
    assertThat(limits).containsExactly(2 - 1.96, 2, 2 + 1.96);
  }
}
