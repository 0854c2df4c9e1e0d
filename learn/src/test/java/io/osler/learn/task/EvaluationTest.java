package io.osler.learn.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.metric.Interval;
import io.osler.core.volume.Truth;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.bundle.Model;
import io.osler.learn.data.Labels;
import io.osler.learn.infer.Calibration;
import io.osler.learn.infer.Predictions;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What {@code evaluation.json} holds of cases that are not as one would wish. */
class EvaluationTest {
  private static final List<String> NAMES = List.of("dark", "bright");
  private static final Labels BINARY = new Labels(Labels.Kind.SINGLE_LABEL, NAMES, 1);

  private static Evaluation of(Labels labels, List<Predictions.Row> rows)
      throws URISyntaxException {
    Path kept =
        Path.of(Objects.requireNonNull(Bundle.class.getResource("/bundles/format-1")).toURI());
    Model model = Bundle.open(kept).model();
    return Evaluation.of(
        new Predictions(labels, Calibration.NONE, rows), model, "the test split", 1);
  }

  private static Predictions.Row row(
      int number, String patient, Truth truth, double[] logits, Map<String, String> attributes) {
    return new Predictions.Row("case " + number, patient, truth, logits, attributes);
  }

  private static double[] logits(int truth, SplittableRandom random) {
    double z = random.nextGaussian() + (truth == 1 ? 1 : -1);
    return new double[] {0, z};
  }

  private static Map<String, Interval> group(Evaluation evaluation, String name, String value) {
    var groups = Objects.requireNonNull(evaluation.subgroups().get(name), name);
    return Objects.requireNonNull(groups.get(value), value).metrics();
  }

  @Test
  void aSubgroupOfOneClassHasWhatIsDefined() throws URISyntaxException {
    var random = new SplittableRandom(2);
    List<Predictions.Row> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      boolean ward = i < 25; // where nobody is bright
      int truth = ward ? 0 : i % 2;
      rows.add(
          row(
              i,
              "p" + i,
              new Truth.Category(truth),
              logits(truth, random),
              Map.of("site", ward ? "ward" : "clinic", "age", "" + (20 + i))));
    }
    Evaluation evaluation = of(BINARY, rows);
    assertThat(group(evaluation, "site", "ward"))
        .containsKeys("accuracy", "specificity", "brier")
        .doesNotContainKeys("auc", "sensitivity", "average-precision");
    assertThat(group(evaluation, "site", "clinic")).containsKeys("auc", "sensitivity");
    assertThat(evaluation.subgroups().get("age")).hasSize(3); // numbers: thirds
    assertThat(evaluation.operatingPoints()).hasSize(3);
    assertThat(evaluation.warnings()).noneMatch(w -> w.contains("one patient"));
  }

  @Test
  void intervalsOverOnePatientAreWarnedOf() throws URISyntaxException {
    var random = new SplittableRandom(3);
    List<Predictions.Row> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rows.add(row(i, "one", new Truth.Category(i % 2), logits(i % 2, random), Map.of()));
    }
    Evaluation evaluation = of(BINARY, rows);
    Interval auc = Objects.requireNonNull(evaluation.metrics().get("auc"));
    assertThat(auc.high()).isEqualTo(auc.low());
    assertThat(evaluation.warnings()).anyMatch(w -> w.contains("one patient"));
  }

  /** In a group of 24, each of six rare findings holds once or never. */
  @Test
  void rareFindingsAndThoseNobodyReadLeaveTheGroupItsAuc() throws URISyntaxException {
    var random = new SplittableRandom(4);
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g");
    List<Predictions.Row> rows = new ArrayList<>();
    for (int i = 0; i < 48; i++) {
      List<Double> present = new ArrayList<>();
      double[] logits = new double[7];
      for (int c = 0; c < 7; c++) {
        logits[c] = random.nextGaussian();
        present.add(c == 6 ? Double.NaN : i % 24 == 3 * c ? 1.0 : 0.0);
      }
      rows.add(
          row(i, "p" + i, new Truth.Findings(present), logits, Map.of("sex", i < 24 ? "f" : "m")));
    }
    Evaluation evaluation = of(new Labels(Labels.Kind.MULTI_LABEL, names, 0), rows);
    assertThat(evaluation.metrics()).containsKey("auc");
    assertThat(group(evaluation, "sex", "f")).containsKey("auc");
    assertThat(Objects.requireNonNull(evaluation.perClass().get("g")).metrics()).isEmpty();
    assertThat(evaluation.operatingPoints()).isEmpty();
    assertThat(evaluation.positive()).isEmpty();
  }

  @Test
  void gradesHaveQuadraticKappaAndEachItsOwnScores() throws URISyntaxException {
    var random = new SplittableRandom(5);
    List<Predictions.Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double[] logits = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      rows.add(row(i, "p" + i, new Truth.Category(i % 3), logits, Map.of()));
    }
    var grades = new Labels(Labels.Kind.ORDINAL, List.of("0", "1", "2"), 0);
    Evaluation evaluation = of(grades, rows);
    assertThat(evaluation.metrics()).containsKeys("kappa-quadratic", "auc");
    assertThat(evaluation.perClass().keySet()).containsExactly("0", "1", "2");
    assertThat(evaluation.operatingPoints()).isEmpty();
  }
}
