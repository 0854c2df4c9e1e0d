package io.osler.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SubgroupsTest {
  private static final Bootstrap QUICK = new Bootstrap(400, 0.95, 9);

  @Test
  void warnsWhereTheModelFailsOneSiteAndOnlyThere() {
    Made made = Made.of(1, 240, 0.5);
    Subgroups table = made.table(List.of(made.site, made.sex), 20);
    assertThat(table.warnings()).extracting(Subgroups.Warning::attribute).containsOnly("site");
    // A and B may be called better than the rest, which C is part of; only C is called worse.
    List<Subgroups.Warning> worse =
        table.warnings().stream()
            .filter(w -> w.number().equals("auc") && w.inGroup() < w.inRest())
            .toList();
    assertThat(worse).extracting(Subgroups.Warning::value).containsExactly("C");
    assertThat(worse.getFirst().sentence()).startsWith("auc is lower for site = C");
    assertThat(table.groups())
        .extracting(Subgroups.Group::value)
        .containsExactly("A", "B", "C", "f", "m");
  }

  @Test
  void seldomWarnsWhereNothingDiffers() {
    int warned = 0;
    for (int trial = 0; trial < 60; trial++) {
      Made made = Made.of(100 + trial, 90, 0);
      warned += made.table(List.of(made.site), 10).warnings().isEmpty() ? 0 : 1;
    }
    // Family-wise error 5 %: Binomial(60, 0.05) is above 8 with probability 0.003.
    assertThat(warned).isLessThanOrEqualTo(8);
  }

  @Test
  void anotherPrevalenceAloneIsNoDifference() {
    int warned = 0;
    for (int trial = 0; trial < 40; trial++) {
      var random = new SplittableRandom(500 + trial);
      int[] truth = new int[120];
      double[][] p = new double[120][];
      List<String> site = new ArrayList<>();
      for (int i = 0; i < truth.length; i++) {
        site.add(i < 60 ? "A" : "B");
        truth[i] = random.nextDouble() < (i < 60 ? 0.1 : 0.8) ? 1 : 0;
        double q = 1 / (1 + Math.exp(-(random.nextGaussian() + 1.5 * (truth[i] - 0.5))));
        p[i] = new double[] {1 - q, q};
      }
      var scores = ClassificationScores.of(truth, p, 1);
      var attribute = List.of(Attribute.of("site", site));
      warned +=
          Subgroups.of(scores, truth, Resampling.ofCases(120), attribute, 10, QUICK)
                  .warnings()
                  .isEmpty()
              ? 0
              : 1;
    }
    assertThat(warned).isLessThanOrEqualTo(6);
  }

  @Test
  void manyImagesOfAPatientAreOneObservation() {
    int warned = 0;
    for (int trial = 0; trial < 40; trial++) {
      var random = new SplittableRandom(900 + trial);
      List<Integer> truth = new ArrayList<>();
      List<double[]> p = new ArrayList<>();
      List<String> patients = new ArrayList<>();
      List<String> site = new ArrayList<>();
      for (int patient = 0; patient < 40; patient++) {
        int is = patient % 2;
        double q = 1 / (1 + Math.exp(-(random.nextGaussian() + 1.5 * (is - 0.5))));
        String at = random.nextBoolean() ? "A" : "B";
        for (int image = random.nextInt(1, 12); image > 0; image--) { // all of them alike
          truth.add(is);
          p.add(new double[] {1 - q, q});
          patients.add("p" + patient);
          site.add(at);
        }
      }
      // One who went to both sites makes no difference to the others.
      site.set(0, site.getFirst().equals("A") ? "B" : "A");
      int[] classOf = truth.stream().mapToInt(Integer::intValue).toArray();
      warned +=
          Subgroups.of(
                      ClassificationScores.of(classOf, p.toArray(double[][]::new), 1),
                      classOf,
                      Resampling.ofPatients(patients),
                      List.of(Attribute.of("site", site)),
                      10,
                      QUICK)
                  .warnings()
                  .isEmpty()
              ? 0
              : 1;
    }
    // Three numbers of one attribute, 5 % after Holm: Binomial(40, 0.05) is above 6 in 1 of 300.
    assertThat(warned).isLessThanOrEqualTo(6);
  }

  @Test
  void smallGroupsAreListedWithoutNumbers() {
    Made made = Made.of(3, 60, 0.5);
    List<String> rare = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rare.add(i < 5 ? "rare" : i < 10 ? "" : "common");
    }
    Subgroups table = made.table(List.of(Attribute.of("kind", rare)), 20);
    assertThat(table.groups()).hasSize(2);
    Subgroups.Group small = table.groups().get(1);
    assertThat(small.value()).isEqualTo("rare");
    assertThat(small.cases()).isEqualTo(5);
    assertThat(small.intervals()).isEmpty();
    assertThat(table.groups().getFirst().cases()).isEqualTo(50);
    assertThat(table.groups().getFirst().intervals()).containsKey("auc");
    assertThat(table.warnings()).isEmpty();
  }

  @Test
  void bringsNumbersIntoBins() {
    double[] age = {10, 20, 30, 40, 50, 60, Double.NaN};
    Attribute bins = Attribute.bins("age", age, 20, 50.5);
    assertThat(bins.groups()).containsExactly("< 20", "20 to < 50.50", "≥ 50.50");
    assertThat(bins.groupOf()).containsExactly(0, 1, 1, 1, 1, 2, -1);
    assertThat(Attribute.tertiles("age", age).groupOf()).containsExactly(0, 0, 1, 1, 2, 2, -1);
    assertThat(Attribute.tertiles("age", new double[] {5, 5, 5}).groups()).containsExactly("5");
    assertThat(Attribute.tertiles("age", new double[] {0, 0, 0, 1}).groupOf())
        .isEqualTo(Attribute.tertiles("age", new double[] {7, 7, 7, 9}).groupOf());
    assertThatThrownBy(() -> Attribute.bins("age", age, 50, 20))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("rising");
  }

  @Test
  void holmsCorrectionIsTheTextbookOne() {
    List<Subgroups.Warning> tests = new ArrayList<>();
    for (double p : new double[] {0.04, 0.01, 0.03, 0.005}) {
      tests.add(new Subgroups.Warning("a", "v", "auc", 0.5, 0.6, p));
    }
    double[] corrected = Subgroups.holm(tests).stream().mapToDouble(Subgroups.Warning::p).toArray();
    assertThat(corrected).containsExactly(0.02, 0.03, 0.06, 0.06);
  }

  /** Cases of three sites and two sexes; the model is {@code harm} less sure of site C. */
  private record Made(int[] truth, double[][] p, Attribute site, Attribute sex) {
    static Made of(long seed, int cases, double harm) {
      var random = new SplittableRandom(seed);
      int[] truth = new int[cases];
      double[][] p = new double[cases][];
      List<String> sites = new ArrayList<>();
      List<String> sexes = new ArrayList<>();
      for (int i = 0; i < cases; i++) {
        truth[i] = random.nextInt(2);
        sites.add(List.of("A", "B", "C").get(random.nextInt(3)));
        sexes.add(random.nextBoolean() ? "f" : "m");
        double shift = sites.get(i).equals("C") ? 3 * (1 - 2 * harm) : 3;
        double q = 1 / (1 + Math.exp(-(random.nextGaussian() + shift * (truth[i] - 0.5))));
        p[i] = new double[] {1 - q, q};
      }
      return new Made(truth, p, Attribute.of("site", sites), Attribute.of("sex", sexes));
    }

    Subgroups table(List<Attribute> attributes, int minimum) {
      return Subgroups.of(
          ClassificationScores.of(truth, p, 1),
          truth,
          Resampling.ofCases(truth.length),
          attributes,
          minimum,
          QUICK);
    }
  }
}
