package io.osler.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ClassificationScoresTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void equalsScikitLearnOnEveryGoldenTable() {
    JsonNode tables = Golden.read("classification-scores").get("single");
    assertThat(tables.size()).isEqualTo(15);
    for (JsonNode table : tables) {
      int[] truth = Golden.ints(table.get("truth"));
      double[][] p = Golden.matrix(table.get("probabilities"));
      int positive = table.get("positive").asInt();
      ClassificationScores scores =
          table.has("threshold")
              ? ClassificationScores.of(truth, p, positive, table.get("threshold").asDouble())
              : ClassificationScores.of(truth, p, positive);
      assertSame(table.get("name").asString(), scores.values(), table.get("expected"));
    }
  }

  @Test
  void linearKappaAndCurvesEqualScikitLearn() {
    int curves = 0;
    for (JsonNode table : Golden.read("classification-scores").get("single")) {
      int[] truth = Golden.ints(table.get("truth"));
      double[][] p = Golden.matrix(table.get("probabilities"));
      int positive = table.get("positive").asInt();
      int[] called = ClassificationScores.of(truth, p, positive).called();
      var linear = Confusion.of(truth, called, p[0].length).kappaLinear();
      assertThat(linear.isPresent()).isEqualTo(table.has("kappa-linear"));
      linear.ifPresent(k -> assertThat(k).isCloseTo(table.get("kappa-linear").asDouble(), EXACT));
      if (table.has("roc")) {
        Ranking ranking = Ranking.oneVsRest(truth, p, positive);
        var roc = ranking.roc();
        assertThat(roc.getFirst()).isEqualTo(new Ranking.RocPoint(Double.POSITIVE_INFINITY, 0, 0));
        assertRows(
            roc.stream()
                .skip(1)
                .map(r -> new double[] {r.threshold(), r.falsePositiveRate(), r.sensitivity()})
                .toList(),
            Golden.matrix(table.get("roc")));
        // scikit-learn ends its curve with (recall 0, precision 1); here it is the first point.
        assertRows(
            ranking.precisionRecall().stream()
                .skip(1)
                .map(r -> new double[] {r.threshold(), r.recall(), r.precision()})
                .toList(),
            Golden.matrix(table.get("precision-recall")));
        curves++;
      }
    }
    assertThat(curves).isEqualTo(10);
  }

  @Test
  void multiLabelMeansAreMedMnists() {
    JsonNode table = Golden.read("classification-scores").get("multi-label");
    boolean[][] truth =
        IntStream.range(0, table.get("truth").size())
            .mapToObj(i -> Golden.flags(table.get("truth").get(i)))
            .toArray(boolean[][]::new);
    var values = MultiLabelScores.of(truth, Golden.matrix(table.get("probabilities"))).values();
    values.keySet().retainAll(List.of("auc", "accuracy", "average-precision", "f1", "log-loss"));
    assertSame("multi-label", values, table.get("expected"));
  }

  @Test
  void aFindingThatNoCaseHasIsLeftOutOfTheMeanAuc() {
    boolean[][] truth = {{true, false}, {false, false}, {true, false}};
    double[][] p = {{0.9, 0.2}, {0.3, 0.1}, {0.2, 0.6}};
    var values = MultiLabelScores.of(truth, p).values();
    assertThat(values.get("auc")).isEqualTo(0.5);
    assertThat(values.get("accuracy")).isCloseTo((2 / 3.0 + 2 / 3.0) / 2, EXACT);
  }

  @Test
  void countsMeanRepeatedCases() {
    var random = new SplittableRandom(7);
    for (int classes : new int[] {2, 4}) {
      Table table = Table.random(random, 40, classes);
      ClassificationScores scores = ClassificationScores.of(table.truth, table.p, 1);
      int[] counts = IntStream.range(0, 40).map(_ -> random.nextInt(3)).toArray();
      List<Integer> repeated = new ArrayList<>();
      for (int i = 0; i < counts.length; i++) {
        for (int r = 0; r < counts[i]; r++) {
          repeated.add(i);
        }
      }
      int[] truth = repeated.stream().mapToInt(i -> table.truth[i]).toArray();
      double[][] p = repeated.stream().map(i -> table.p[i]).toArray(double[][]::new);
      double[] expected = ClassificationScores.of(truth, p, 1).of(Ranking.once(truth.length));
      assertThat(scores.of(counts)).containsExactly(expected, within(1e-12));
    }
  }

  @Test
  void onlyMarkedCasesCount() {
    Table table = Table.random(new SplittableRandom(8), 50, 3);
    boolean[] marked = new boolean[50];
    for (int i = 0; i < 50; i++) {
      marked[i] = i % 2 == 0 && table.truth[i] != 2; // the group has no case of class 2
    }
    int[] chosen = IntStream.range(0, 50).filter(i -> marked[i]).toArray();
    var alone =
        ClassificationScores.of(
            IntStream.of(chosen).map(i -> table.truth[i]).toArray(),
            IntStream.of(chosen).mapToObj(i -> table.p[i]).toArray(double[][]::new),
            1);
    var group = ClassificationScores.of(table.truth, table.p, 1).only(marked);
    assertThat(group.values().keySet()).isEqualTo(alone.values().keySet());
    alone
        .values()
        .forEach(
            (name, value) ->
                assertThat(group.values().get(name)).as(name).isCloseTo(value, within(1e-12)));
  }

  @Test
  void aResampleWithoutOneOfTheClassesHasTheMeanAucOfTheOthers() {
    Table table = Table.random(new SplittableRandom(9), 30, 3);
    int[] counts = IntStream.of(table.truth).map(t -> t == 1 ? 0 : 1).toArray();
    double[] numbers = ClassificationScores.of(table.truth, table.p, 0).of(counts);
    double first = Ranking.oneVsRest(table.truth, table.p, 0).auc(counts).orElseThrow();
    double last = Ranking.oneVsRest(table.truth, table.p, 2).auc(counts).orElseThrow();
    assertThat(numbers[0]).isCloseTo((first + last) / 2, EXACT);
    int[] one = IntStream.of(table.truth).map(t -> t == 1 ? 1 : 0).toArray();
    assertThat(ClassificationScores.of(table.truth, table.p, 0).of(one)[0]).isNaN();
    assertThat(
            ClassificationScores.of(new int[] {0, 0}, new double[][] {{1, 0}, {0, 1}}, 0)
                .of(new int[] {1, 1})[0])
        .isNaN();
  }

  @Test
  void manyRareClassesAndFindingsHaveAnAucWithItsInterval() {
    var random = new SplittableRandom(12);
    int classes = 7;
    int[] truth = new int[40];
    double[][] p = Table.random(random, 40, classes).p;
    boolean[][] findings = new boolean[40][classes];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = i < 4 ? 3 + i : i % 3; // four classes of a case each: seldom all in a resample
      findings[i][truth[i]] = true;
    }
    Bootstrap bootstrap = new Bootstrap(300, 0.95, 4);
    assertThat(bootstrap.intervals(ClassificationScores.of(truth, p, 0)).interval("auc"))
        .isPresent();
    assertThat(bootstrap.intervals(MultiLabelScores.of(findings, p)).interval("auc")).isPresent();
  }

  @Test
  void refusesWhatIsNotATableOfProbabilities() {
    int[] truth = {0, 1};
    assertRefused(truth, new double[][] {{0.5, 0.5}, {2.0, -1.0}}, "2.0");
    assertRefused(truth, new double[][] {{0.5, 0.5}, {Double.NaN, 0.5}}, "NaN");
    assertRefused(truth, new double[][] {{0.5, 0.5}, {0.3, 0.3}}, "add up to 1");
    assertRefused(truth, new double[][] {{0.5, 0.5}, {1.0}}, "2 probabilities");
    assertRefused(truth, new double[][] {{0.5, 0.5}}, "number of cases");
    assertRefused(new int[] {0, 2}, new double[][] {{0.5, 0.5}, {0.5, 0.5}}, "class 2");
    assertRefused(new int[0], new double[0][], "cases");
    assertThatThrownBy(() -> Ranking.of(new boolean[] {true}, new double[] {Double.NaN}))
        .isInstanceOf(InputException.class);
  }

  private static void assertRefused(int[] truth, double[][] p, String says) {
    assertThatThrownBy(() -> ClassificationScores.of(truth, p, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(says);
  }

  private static void assertSame(String table, Map<String, Double> actual, JsonNode expected) {
    Map<String, Double> wanted = new LinkedHashMap<>();
    expected.properties().forEach(e -> wanted.put(e.getKey(), e.getValue().asDouble()));
    wanted.forEach(
        (name, value) ->
            assertThat(actual)
                .as(table)
                .hasEntrySatisfying(
                    name, v -> assertThat(v).as(table + " " + name).isCloseTo(value, EXACT)));
    actual
        .keySet()
        .forEach(
            name -> {
              boolean sameRule = wanted.containsKey(name);
              assertThat(sameRule)
                  .as(table + ": " + name + " is undefined in the golden file")
                  .isTrue();
            });
  }

  private static void assertRows(List<double[]> actual, double[][] expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual.get(i)).containsExactly(expected[i], within(1e-12));
    }
  }

  /** As scikit-learn scores each column over the rows that were read, then the mean. */
  @Test
  void findingsThatWereNotReadAreNoPartOfTheScores() {
    boolean[][] truth = {{true, false}, {false, true}, {true, true}, {false, false}, {true, true}};
    boolean[][] known = {{true, true}, {true, true}, {true, false}, {true, true}, {false, true}};
    double[][] p = {{.9, .2}, {.4, .6}, {.3, .1}, {.1, .7}, {.2, .8}};
    var scores = MultiLabelScores.of(truth, known, p);
    // Column 0: rows 0 to 3; positives .9, .3 against .4, .1: three of four pairs are in order.
    assertThat(scores.findings().getFirst().values()).containsEntry("auc", 0.75);
    assertThat(scores.findings().getFirst().values()).containsEntry("accuracy", 0.75);
    // Column 1: rows 0, 1, 3, 4; positives .6, .8 against .2, .7.
    assertThat(scores.findings().get(1).values()).containsEntry("auc", 0.75);
    assertThat(scores.values()).containsEntry("auc", 0.75).containsEntry("accuracy", 0.75);
    // A finding that nobody read is left out of every mean.
    for (boolean[] row : known) {
      row[1] = false;
    }
    assertThat(MultiLabelScores.of(truth, known, p).values()).containsEntry("accuracy", 0.75);
  }

  @Test
  void oneClassAgainstTheRestIsCalledWhereItIsTheMostLikely() {
    int[] truth = {0, 0, 1, 1, 2, 2};
    double[][] p = {
      {.4, .3, .3}, {.2, .5, .3}, {.1, .8, .1}, {.3, .4, .3}, {.1, .1, .8}, {.45, .1, .45}
    };
    var first = ClassificationScores.oneVsRest(truth, p, 0).values();
    assertThat(first).containsEntry("sensitivity", 0.5).containsEntry("specificity", 0.75);
    assertThat(first).containsEntry("auc", (3.0 + 2.0) / 8);
    double mean = 0;
    for (int c = 0; c < 3; c++) {
      mean += ClassificationScores.oneVsRest(truth, p, c).values().getOrDefault("auc", 0.0) / 3;
    }
    assertThat(ClassificationScores.of(truth, p, 0).values().get("auc"))
        .isCloseTo(mean, org.assertj.core.api.Assertions.within(1e-15));
  }
}
