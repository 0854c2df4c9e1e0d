package io.osler.core.harmony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import io.osler.core.quality.Quality;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against neuroCombat, SciPy and NumPy (golden/harmony.py), and on planted shifts. */
class HarmonyTest {
  private static final JsonNode GOLDEN = golden();

  private static double[] row(JsonNode node) {
    double[] row = new double[node.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = node.get(i).asDouble();
    }
    return row;
  }

  private static double[][] rows(String name) {
    JsonNode node = GOLDEN.get(name);
    double[][] rows = new double[node.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(node.get(i));
    }
    return rows;
  }

  private static int[] site() {
    return Arrays.stream(row(GOLDEN.get("site"))).mapToInt(s -> (int) s).toArray();
  }

  @Test
  void combatEqualsNeuroCombat() {
    double[][] x = rows("features");
    int[] site = site();
    double[][] none = new double[x.length][0];
    compare(Combat.fit(x, site, none).apply(x, site, none), rows("combat"));
    double[] age = row(GOLDEN.get("age"));
    double[][] kept = Arrays.stream(age).mapToObj(a -> new double[] {a}).toArray(double[][]::new);
    compare(Combat.fit(x, site, kept).apply(x, site, kept), rows("combatAge"));
  }

  private static void compare(double[][] ours, double[][] theirs) {
    for (int i = 0; i < ours.length; i++) {
      for (int f = 0; f < ours[i].length; f++) {
        assertThat(ours[i][f]).isCloseTo(theirs[i][f], within(1e-6));
      }
    }
  }

  @Test
  void mmdAndKolmogorovSmirnovEqualNumPyAndSciPy() {
    double[][] x = rows("features");
    int[] site = site();
    double[][] a = part(x, site, 0);
    double[][] b = part(x, site, 1);
    assertThat(Mmd.of(a, b, 99, 1).squared())
        .isCloseTo(GOLDEN.get("mmd").asDouble(), within(1e-10));
    JsonNode ks = GOLDEN.get("ks");
    KolmogorovSmirnov ours = KolmogorovSmirnov.of(row(ks.get("a")), row(ks.get("b")));
    assertThat(ours.distance()).isCloseTo(ks.get("distance").asDouble(), within(1e-12));
    assertThat(ours.p()).isCloseTo(ks.get("p").asDouble(), within(1e-10));
  }

  private static double[][] part(double[][] x, int[] site, int wanted) {
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      if (site[i] == wanted) {
        rows.add(x[i]);
      }
    }
    return rows.toArray(double[][]::new);
  }

  @Test
  void qualityEqualsNumPy() {
    JsonNode image = GOLDEN.get("image");
    double[] v = row(image.get("voxels"));
    float[] voxels = new float[v.length];
    for (int i = 0; i < v.length; i++) {
      voxels[i] = (float) v[i];
    }
    Quality q = Quality.of(Volume.of(new Size(14, 12, 3), Geometry.UNIT, voxels));
    for (int f = 0; f < 5; f++) {
      double wanted = GOLDEN.get("quality").get(Quality.NAMES.get(f)).asDouble();
      assertThat(q.values()[f]).as(Quality.NAMES.get(f)).isCloseTo(wanted, within(1e-5 * wanted));
    }
  }

  /** Two sites whose features differ by a planted shift and scale, and a real effect that stays. */
  @Test
  void aPlantedShiftIsFoundAndTakenOut() {
    SplittableRandom random = new SplittableRandom(4);
    int n = 80;
    double[][] x = new double[n][6];
    double[][] effect = new double[n][1];
    int[] site = new int[n];
    for (int i = 0; i < n; i++) {
      site[i] = i % 2;
      effect[i][0] = i % 4 < 2 ? 0 : 1;
      for (int f = 0; f < 6; f++) {
        x[i][f] = random.nextGaussian() * (1 + site[i]) + 5 * site[i] + 2 * effect[i][0];
      }
    }
    double[][] after = Combat.fit(x, site, effect).apply(x, site, effect);
    assertThat(SiteGuess.auc(x, site, 5)).isGreaterThan(0.95);
    assertThat(SiteGuess.auc(after, site, 5)).isBetween(0.3, 0.7);
    assertThat(Mmd.of(part(x, site, 0), part(x, site, 1), 99, 2).p()).isEqualTo(0.01);
    assertThat(Mmd.of(part(after, site, 0), part(after, site, 1), 99, 2).p()).isGreaterThan(0.05);
    double gain = 0;
    for (int i = 0; i < n; i++) {
      gain += after[i][0] * (effect[i][0] > 0 ? 2.0 : -2.0) / n;
    }
    assertThat(gain).isBetween(1.4, 3.4);
  }

  @Test
  void oneDistributionShowsNoShift() {
    SplittableRandom random = new SplittableRandom(9);
    double[][] x = new double[60][4];
    int[] site = new int[60];
    for (int i = 0; i < 60; i++) {
      site[i] = i % 3;
      for (int f = 0; f < 4; f++) {
        x[i][f] = random.nextGaussian();
      }
    }
    assertThat(SiteGuess.auc(x, site, 5)).isBetween(0.3, 0.7);
    assertThat(Mmd.of(part(x, site, 0), part(x, site, 1), 199, 3).p()).isGreaterThan(0.05);
    assertThat(KolmogorovSmirnov.of(new double[] {1, 2, 3}, new double[] {1, 2, 3}).p())
        .isEqualTo(1);
  }

  @Test
  void landmarksBringSitesTogetherAndKeepPatientsApart() {
    List<Volume> images = new ArrayList<>();
    int[] site = new int[8];
    for (int i = 0; i < 8; i++) {
      site[i] = i % 2;
      SplittableRandom random = new SplittableRandom(i);
      float[] v = new float[400];
      for (int p = 0; p < v.length; p++) {
        double own = 100 + 5 * (i / 2) + 20 * random.nextGaussian();
        v[p] = (float) (site[i] == 1 ? 2 * own + 50 : own);
      }
      images.add(Volume.of(Size.of(20, 20), Geometry.UNIT, v));
    }
    List<double[]> landmarks = images.stream().map(SiteLandmarks::of).toList();
    SiteLandmarks fit = SiteLandmarks.fit(landmarks, site);
    double[] mean = new double[8];
    for (int i = 0; i < 8; i++) {
      mean[i] = Quality.of(fit.apply(images.get(i), site[i])).mean();
    }
    for (int i = 0; i < 8; i += 2) {
      assertThat(mean[i]).isCloseTo(mean[i + 1], within(5.0)); // 100 apart before
    }
    assertThat(mean[6] - mean[0]).isGreaterThan(15); // own differences stay
  }

  @Test
  void outliersStandOut() {
    List<Quality> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SplittableRandom random = new SplittableRandom(i);
      float[] v = new float[900];
      for (int p = 0; p < v.length; p++) {
        double wave = 50 * Math.sin(p % 30 / 5.0) + 50 * Math.cos(p / 30 / 6.0);
        v[p] = (float) (100 + wave + (i == 7 ? 40 : 2) * random.nextGaussian());
      }
      all.add(Quality.of(Volume.of(Size.of(30, 30), Geometry.UNIT, v)));
    }
    List<List<String>> outliers = Quality.outliers(all);
    assertThat(outliers.get(7)).contains("noise", "sharpness");
    assertThat(all.get(7).noise()).isGreaterThan(10 * all.get(0).noise());
  }

  /** Anatomy shifted out on one side and in on the other; a copy at half the way. */
  @Test
  void wrappingAndGhostsGiveHints() {
    float[] disc = new float[64 * 64];
    float[] wrapped = new float[64 * 64];
    float[] ghost = new float[64 * 64];
    SplittableRandom random = new SplittableRandom(2);
    for (int j = 0; j < 64; j++) {
      for (int i = 0; i < 64; i++) {
        double d = Math.hypot(i - 31.5, j - 31.5);
        float value = (float) (d < 20 ? 100 + 30 * Math.sin(j / 3.0) : 0);
        disc[j * 64 + i] = value + (float) random.nextDouble();
        wrapped[j * 64 + (i + 32) % 64] = disc[j * 64 + i];
        ghost[j * 64 + i] += disc[j * 64 + i];
        ghost[(j + 32) % 64 * 64 + i] += 0.2f * disc[j * 64 + i];
      }
    }
    Quality good = Quality.of(Volume.of(Size.of(64, 64), Geometry.UNIT, disc));
    Quality over = Quality.of(Volume.of(Size.of(64, 64), Geometry.UNIT, wrapped));
    Quality moved = Quality.of(Volume.of(Size.of(64, 64), Geometry.UNIT, ghost));
    assertThat(good.wrapping()).isLessThan(0.2);
    assertThat(over.wrapping()).isGreaterThan(good.wrapping() + 0.3);
    assertThat(good.ghosting()).isLessThan(0.01);
    assertThat(moved.ghosting()).isGreaterThan(0.05);
  }

  @Test
  void badInputIsRefused() {
    double[][] x = {{1, 2}, {3, 4}, {5, Double.NaN}};
    double[][] none = new double[3][0];
    assertThatThrownBy(() -> Combat.fit(x, new int[] {0, 0, 1}, none))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("finite");
    double[][] y = {{1, 2}, {3, 4}, {5, 6}};
    assertThatThrownBy(() -> Combat.fit(y, new int[] {0, 0, 1}, none))
        .hasMessageContaining("at least two");
    double[][] z = {{1}, {2}, {3}, {4}};
    double[][] same = {{0}, {0}, {1}, {1}};
    assertThatThrownBy(() -> Combat.fit(z, new int[] {0, 0, 1, 1}, same))
        .hasMessageContaining("told apart");
    assertThatThrownBy(() -> KolmogorovSmirnov.of(new double[0], new double[] {1}))
        .isInstanceOf(InputException.class);
    Quality one = Quality.of(Volume.of(Size.of(1, 1), Geometry.UNIT, new float[] {3}));
    assertThat(one.noise()).isZero();
  }

  private static JsonNode golden() {
    try (InputStream in =
        Objects.requireNonNull(HarmonyTest.class.getResourceAsStream("/golden/harmony.json"))) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
