package io.osler.learn.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.learn.report.CurvePoint;
import io.osler.learn.report.LearningCurve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Curves of a bundle, as a later report draws them. */
class CurvesTest {
  @TempDir Path folder;

  private List<List<CurvePoint>> curves(String... lines) throws IOException {
    Files.write(folder.resolve("learning-curves.jsonl"), List.of(lines));
    return Curves.of(folder);
  }

  /** A line sums up ten steps: validations after fewer come before the first loss and rate. */
  @Test
  void anEarlyValidationIsNoDivergenceAndNoTimeIsMadeUp() throws IOException {
    List<List<CurvePoint>> curves =
        curves(
            "{\"network\":0,\"step\":4,\"validation-loss\":0.8,\"auc\":0.7}",
            "{\"network\":0,\"step\":10,\"loss\":1.0,\"learning-rate\":0.01,\"gradient-norm\":2}",
            "{\"network\":1,\"step\":10,\"loss\":1.5,\"learning-rate\":0.01,\"gradient-norm\":2}");
    assertThat(curves).hasSize(2);
    CurvePoint first = curves.getFirst().getFirst();
    assertThat(first.trainLoss()).isEmpty();
    assertThat(first.learningRate()).isEmpty();
    assertThat(first.valMetric()).hasValue(0.7);
    assertThat(new LearningCurve("AUC", curves.getFirst()).svg())
        .contains("10 steps. Best validation AUC 0.700 at step 4.")
        .doesNotContain("diverged", "NaN", "in 0 s");
  }

  @Test
  void tenStepsAreOneLineWithTheirMeanLoss() throws IOException {
    Path log = Files.createDirectories(folder.resolve("run/network-0")).resolve("log.jsonl");
    StringBuilder text = new StringBuilder();
    for (int step = 1; step <= 13; step++) {
      text.append("{\"step\":%d,\"loss\":%d.000000,\"learning-rate\":0.1}%n".formatted(step, step));
      text.append(step == 4 ? "{\"step\":4,\"validation-loss\":0.5,\"auc\":0.7}\n" : "");
    }
    Files.writeString(log, text);
    Curves.keep(folder.resolve("run"), 1, folder);
    assertThat(folder.resolve("learning-curves.jsonl"))
        .hasContent(
            """
            {"network":0,"step":4,"validation-loss":0.5,"auc":0.7}
            {"network":0,"step":10,"loss":5.500000,"learning-rate":0.1}
            {"network":0,"step":13,"loss":12.000000,"learning-rate":0.1}
            """);
  }

  @Test
  void aBrokenLineIsRefused() {
    assertThatThrownBy(() -> curves("{\"network\":0,"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("learning-curves.jsonl");
  }
}
