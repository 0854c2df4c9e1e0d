package io.osler.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Properties that hold for every ranking and table, over random ones. */
final class RankingTest {
  @Test
  void aucEqualsTheComparisonOfAllPairs() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new SplittableRandom(seed);
      int n = 2 + random.nextInt(40);
      boolean[] positive = new boolean[n];
      double[] scores = new double[n];
      int[] counts = new int[n];
      for (int i = 0; i < n; i++) {
        positive[i] = random.nextBoolean();
        scores[i] = random.nextInt(seed % 2 == 0 ? 5 : 1000) - 2; // every other one full of ties
        counts[i] = random.nextInt(4);
      }
      double naive = byPairs(positive, scores, counts);
      double auc = Ranking.of(positive, scores).auc(counts).orElse(Double.NaN);
      assertThat(auc).as("seed " + seed).isCloseTo(naive, within(1e-12));
    }
  }

  @Test
  void aucIsBlindToMonotoneMapsAndFlips() {
    var random = new SplittableRandom(5);
    boolean[] positive = new boolean[80];
    double[] scores = new double[80];
    boolean[] flipped = new boolean[80];
    for (int i = 0; i < 80; i++) {
      positive[i] = random.nextInt(3) == 0;
      flipped[i] = !positive[i];
      scores[i] = Math.rint(4 * random.nextGaussian()) / 4;
    }
    double auc = Ranking.of(positive, scores).auc().orElseThrow();
    double[] mapped = Arrays.stream(scores).map(s -> Math.exp(3 * s) - 7).toArray();
    double[] negated = Arrays.stream(scores).map(s -> -s).toArray(); // holds −0 beside 0
    assertThat(Ranking.of(positive, mapped).auc().orElseThrow()).isEqualTo(auc);
    assertThat(Ranking.of(positive, negated).auc().orElseThrow()).isCloseTo(1 - auc, within(1e-15));
    assertThat(Ranking.of(flipped, scores).auc().orElseThrow()).isCloseTo(1 - auc, within(1e-15));
  }

  @Test
  void theAreaUnderTheCurveIsTheAuc() {
    Table table = Table.random(new SplittableRandom(6), 60, 2);
    Ranking ranking = Ranking.oneVsRest(table.truth, table.p, 1);
    var roc = ranking.roc();
    double area = 0;
    for (int i = 1; i < roc.size(); i++) {
      area +=
          (roc.get(i).falsePositiveRate() - roc.get(i - 1).falsePositiveRate())
              * (roc.get(i).sensitivity() + roc.get(i - 1).sensitivity())
              / 2;
    }
    assertThat(area).isCloseTo(ranking.auc().orElseThrow(), within(1e-12));
    assertThat(roc.getLast().sensitivity()).isEqualTo(1);
    assertThat(roc.getLast().falsePositiveRate()).isEqualTo(1);
  }

  @Test
  void oneClassHasNoAucAndNoCurve() {
    Ranking ranking = Ranking.of(new boolean[] {true, true}, new double[] {1, 2});
    assertThat(ranking.auc()).isEmpty();
    assertThat(ranking.roc()).isEmpty();
    assertThat(ranking.averagePrecision()).hasValue(1);
    assertThat(Ranking.of(new boolean[2], new double[2]).averagePrecision()).isEmpty();
    assertThat(Ranking.of(new boolean[2], new double[2]).precisionRecall()).isEmpty();
    assertThat(Ranking.of(new boolean[0], new double[0]).roc()).isEmpty();
  }

  @Test
  void agreementByChanceHasNoKappaAndNoCorrelation() {
    var random = new SplittableRandom(7);
    int[] truth = IntStream.range(0, 20_000).map(_ -> random.nextInt(4)).toArray();
    int[] called = IntStream.range(0, 20_000).map(_ -> random.nextInt(10) / 3).toArray();
    Confusion confusion = Confusion.of(truth, called, 4);
    assertThat(confusion.kappa().orElseThrow()).isCloseTo(0, within(0.02));
    assertThat(confusion.kappaQuadratic().orElseThrow()).isCloseTo(0, within(0.03));
    assertThat(confusion.mcc().orElseThrow()).isCloseTo(0, within(0.02));
    Confusion perfect = Confusion.of(truth, truth, 4);
    assertThat(perfect.kappaLinear()).hasValue(1);
    assertThat(perfect.mcc().orElseThrow()).isCloseTo(1, within(1e-12));
  }

  @Test
  void renamingTheClassesMovesNoUnorderedScore() {
    Table table = Table.random(new SplittableRandom(8), 90, 3);
    int[] renamed = Arrays.stream(table.truth).map(t -> (t + 1) % 3).toArray();
    double[][] moved =
        Arrays.stream(table.p).map(p -> new double[] {p[2], p[0], p[1]}).toArray(double[][]::new);
    var one = ClassificationScores.of(table.truth, table.p, 0).values();
    var other = ClassificationScores.of(renamed, moved, 0).values();
    one.remove("kappa-quadratic"); // the only one that knows an order
    one.forEach(
        (name, value) -> assertThat(other.get(name)).as(name).isCloseTo(value, within(1e-12)));
  }

  private static double byPairs(boolean[] positive, double[] scores, int[] counts) {
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (positive[i] && !positive[j]) {
          double weight = counts[i] * counts[j];
          pairs += weight;
          won += weight * (scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0);
        }
      }
    }
    return won / pairs;
  }
}
