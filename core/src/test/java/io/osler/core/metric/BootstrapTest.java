package io.osler.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class BootstrapTest {
  @Test
  void isTheSameForAnyNumberOfThreads() throws Exception {
    Table table = Table.random(new SplittableRandom(1), 100, 2);
    Scores scores = ClassificationScores.of(table.truth, table.p, 1);
    Bootstrap bootstrap = new Bootstrap(200, 0.95, 42);
    var here = bootstrap.intervals(scores);
    for (int threads : new int[] {1, 7}) {
      try (var pool = new ForkJoinPool(threads)) {
        assertThat(pool.submit(() -> bootstrap.intervals(scores)).get()).isEqualTo(here);
      }
    }
    assertThat(new Bootstrap(200, 0.95, 43).intervals(scores)).isNotEqualTo(here);
  }

  @Test
  void coversTheTruthAboutAsOftenAsItSays() {
    // AUC of two normals a distance d apart is Φ(d / √2); binormal data, fixed seeds.
    double d = 1.2;
    double auc = 1 - Normal.above(d / Math.sqrt(2));
    int covered = 0;
    int trials = 200;
    for (int trial = 0; trial < trials; trial++) {
      var random = new SplittableRandom(1000 + trial);
      int[] truth = new int[120];
      double[][] p = new double[120][];
      for (int i = 0; i < truth.length; i++) {
        truth[i] = i % 2;
        double q = 1 / (1 + Math.exp(-(random.nextGaussian() + d * truth[i])));
        p[i] = new double[] {1 - q, q};
      }
      var result = new Bootstrap(300, 0.95, trial).intervals(ClassificationScores.of(truth, p, 1));
      covered += result.interval("auc").orElseThrow().contains(auc) ? 1 : 0;
    }
    // Binomial(200, 0.95) lies in 180 … 198 with probability 0.998.
    assertThat(covered).isBetween(180, 198);
  }

  @Test
  void patientsWithManyImagesWidenTheInterval() {
    // Ten copies of each patient's number carry no more information than one.
    double[] copies = new double[300];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = new SplittableRandom(i / 10).nextGaussian();
    }
    SequencedMap<String, double[]> column = new LinkedHashMap<>();
    column.put("x", copies);
    var patients =
        Resampling.ofPatients(IntStream.range(0, 300).mapToObj(i -> "p" + i / 10).toList());
    assertThat(patients.patients()).isEqualTo(30);
    Bootstrap bootstrap = Bootstrap.standard(5);
    double naive = width(bootstrap.intervals(CaseMeans.of(column)).interval("x").orElseThrow());
    double clustered =
        width(bootstrap.intervals(CaseMeans.of(column), patients).interval("x").orElseThrow());
    assertThat(clustered / naive).isCloseTo(Math.sqrt(10), within(0.35));
  }

  @Test
  void stratifiedReplicatesKeepTheClassSizes() {
    int[] truth = IntStream.range(0, 50).map(i -> i < 3 ? 1 : 0).toArray();
    var random = new SplittableRandom(3);
    Resampling free = Resampling.ofCases(50);
    boolean varied = false;
    for (int b = 0; b < 50; b++) {
      assertThat(positives(free.stratified(truth).draw(random), truth)).isEqualTo(3);
      varied |= positives(free.draw(random), truth) != 3;
    }
    assertThat(varied).isTrue();
  }

  @Test
  void countsReplicatesThatLostAClassAndRefusesTooMany() {
    double[][] p = new double[40][];
    int[] truth = new int[40];
    for (int i = 0; i < 40; i++) {
      p[i] = new double[] {1 - i / 40.0, i / 40.0};
      truth[i] = i == 30 ? 1 : 0;
    }
    var result = Bootstrap.standard(1).intervals(ClassificationScores.of(truth, p, 1));
    // The only positive is drawn in 1 − (1 − 1/40)⁴⁰ = 64 % of the replicates.
    assertThat(named(result.skipped(), "auc")).isCloseTo(726, within(80));
    assertThat(result.intervals()).containsKey("auc");
    assertThat(result.skipped()).doesNotContainKey("accuracy");
    List<String> patients = IntStream.range(0, 40).mapToObj(i -> i == 30 ? "a" : "b").toList();
    var two =
        Bootstrap.standard(1)
            .intervals(ClassificationScores.of(truth, p, 1), Resampling.ofPatients(patients));
    // With two patients, one per class, half of the draws hold only one of them.
    assertThat(named(two.skipped(), "auc")).isCloseTo(1000, within(80));
  }

  @Test
  void pairedDifferenceSeesWhatSeparateIntervalsDoNot() {
    var random = new SplittableRandom(11);
    int[] truth = new int[300];
    double[][] weak = new double[300][];
    double[][] strong = new double[300][];
    for (int i = 0; i < 300; i++) {
      truth[i] = random.nextInt(2);
      double shared = random.nextGaussian();
      weak[i] = pair(shared + 0.8 * truth[i]);
      strong[i] = pair(shared + 1.2 * truth[i] + 0.1 * random.nextGaussian());
    }
    Scores a = ClassificationScores.of(truth, strong, 1);
    Scores b = ClassificationScores.of(truth, weak, 1);
    Bootstrap bootstrap = Bootstrap.standard(2);
    Resampling cases = Resampling.ofCases(300);
    var auc = named(bootstrap.differences(a, b, cases), "auc");
    assertThat(auc.p()).isLessThan(0.01);
    assertThat(auc.difference().low()).isPositive();
    Interval alone = bootstrap.intervals(b).interval("auc").orElseThrow();
    assertThat(alone.contains(bootstrap.intervals(a).interval("auc").orElseThrow().low())).isTrue();
    assertThat(named(bootstrap.differences(a, a, cases), "auc").p()).isEqualTo(1);
    assertThat(named(bootstrap.differences(b, a, cases), "auc").difference().value())
        .isEqualTo(-auc.difference().value());
  }

  @Test
  void quantilesEqualNumPy() {
    for (JsonNode row : Golden.read("comparison-calibration").get("quantile")) {
      assertThat(Bootstrap.quantile(new double[] {1, 2, 4, 8, 16}, row.get(0).asDouble()))
          .isCloseTo(row.get(1).asDouble(), within(1e-12));
    }
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> new Bootstrap(1, 0.95, 0)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Bootstrap(2000, 95, 0)).isInstanceOf(InputException.class);
    Table table = Table.random(new SplittableRandom(1), 10, 2);
    assertThatThrownBy(
            () ->
                Bootstrap.standard(0)
                    .intervals(
                        ClassificationScores.of(table.truth, table.p, 1), Resampling.ofCases(9)))
        .isInstanceOf(InputException.class);
  }

  private static <T> T named(Map<String, T> table, String name) {
    return Objects.requireNonNull(table.get(name), name);
  }

  private static double[] pair(double logit) {
    double q = 1 / (1 + Math.exp(-logit));
    return new double[] {1 - q, q};
  }

  private static int positives(int[] counts, int[] truth) {
    return IntStream.range(0, truth.length).map(i -> counts[i] * truth[i]).sum();
  }

  private static double width(Interval interval) {
    return interval.high() - interval.low();
  }
}
