package io.osler.core.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.Catalogue;
import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.LowResolution;
import io.osler.core.transform.Transform;
import io.osler.core.transform.Window;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each step of the catalogue, given what it was not made for, works with a sound result or refuses
 * with words that say what to do; never anything else.
 */
class BadInputTest {
  private static final Geometry SLABS =
      new Geometry(new Vec3(0.5, 0.5, 10), new Vec3(3, -4, 5), EveryStep.OBLIQUE.direction());

  static Stream<Augmentation> all() {
    return EveryStep.all();
  }

  /** What came of it; empty where it was refused, which must end in what to do. */
  private static Optional<Case> tried(Augmentation step, Case one) {
    try {
      return Optional.of(step.draw(new SplittableRandom(3), one).apply(one));
    } catch (InputException refused) {
      assertThat(refused).hasMessageContaining("Fix: ");
      return Optional.empty();
    }
  }

  private static Case of(Augmentation step, Size size, Geometry geometry) {
    return EveryStep.masked(size, EveryStep.channels(step), geometry, 3);
  }

  private static void assertSound(Augmentation step, Case done) {
    Volume image = done.image();
    assertThat(undefined(image)).as("%s", step).isZero();
    Vec3 mm = image.geometry().spacing();
    assertThat(Math.min(mm.x(), Math.min(mm.y(), mm.z()))).isPositive();
    assertThat(image.geometry().origin().isFinite()).isTrue();
    assertThat(((Truth.Mask) done.truth()).map().size()).isEqualTo(image.size());
  }

  private static long undefined(Volume image) {
    long n = 0;
    for (float v : image.voxels()) {
      n += Float.isFinite(v) ? 0 : 1;
    }
    return n;
  }

  /** One voxel, a line along each axis, one column of slices, slabs of 1:20, oblique axes. */
  @ParameterizedTest
  @MethodSource("all")
  void oddGridsAreHandledOrRefused(Augmentation step) {
    List<Size> sizes =
        List.of(new Size(1, 1, 1), new Size(9, 1, 1), new Size(1, 9, 1), new Size(1, 1, 9));
    for (Size size : sizes) {
      tried(step, of(step, size, EveryStep.OBLIQUE)).ifPresent(done -> assertSound(step, done));
    }
    tried(step, of(step, new Size(24, 20, 4), SLABS)).ifPresent(done -> assertSound(step, done));
  }

  @ParameterizedTest
  @MethodSource("all")
  void constantImagesStaySound(Augmentation step) {
    Case one = of(step, EveryStep.SOLID, EveryStep.OBLIQUE);
    for (float value : new float[] {0, 42.1f, -1000}) {
      float[] flat = new float[one.image().voxels().length];
      Arrays.fill(flat, value);
      tried(step, one.with(one.image().with(flat), one.truth()))
          .ifPresent(done -> assertSound(step, done));
    }
  }

  /**
   * As large and as small as float goes, smooth and rough, and so far apart that differences
   * overflow: finite or refused.
   */
  @ParameterizedTest
  @MethodSource("all")
  void valuesOfAnyScaleStayFiniteOrAreRefused(Augmentation step) {
    Case one = of(step, EveryStep.SOLID, EveryStep.OBLIQUE);
    for (double scale : new double[] {1e-44, 1e-38, 1e-20, 1e10, 1e17, 1e20, 1e30, 2e36}) {
      for (Content content : Content.values()) {
        SplittableRandom random = new SplittableRandom(1);
        float[] v = one.image().voxels().clone();
        for (int i = 0; i < v.length; i++) {
          v[i] =
              switch (content) {
                case SMOOTH -> (float) (v[i] * scale);
                case ABOUT_NOUGHT -> (float) ((v[i] - 100) * 3 * scale);
                case ROUGH -> (float) (random.nextInt(-1, 2) * 160 * scale);
              };
        }
        tried(step, one.with(one.image().with(v), one.truth()))
            .ifPresent(
                done ->
                    assertThat(undefined(done.image()))
                        .as("%s at %s, %s", step, scale, content)
                        .isZero());
      }
    }
  }

  /** A mark of missing voxels, say: refused with the way out, which works. */
  @Test
  void valuesTooLargeToReckonWithAreRefusedAndAWindowHelps() {
    Case one = EveryStep.masked(EveryStep.FLAT, 1, EveryStep.OBLIQUE, 3);
    float[] v = one.image().voxels().clone();
    v[7] = -Float.MAX_VALUE;
    Volume marked = one.image().with(v);
    for (String name : List.of("sobel", "non-local-means(h=1)", "slic")) {
      Transform step = (Transform) Pipelines.of(List.of(name)).steps().getFirst();
      Case spoilt = Case.of("a", marked);
      assertThatThrownBy(() -> step.apply(spoilt))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("beyond ±10¹⁵")
          .hasMessageContaining("window(");
      Case clipped = new Window(0, 200).apply(spoilt);
      assertThat(undefined(step.apply(clipped).image())).isZero();
    }
  }

  /** Four slices become one on the way, and four again. */
  @Test
  void thinVolumesKeepTheirSlicesAtLowResolution() {
    Case one = EveryStep.masked(new Size(12, 10, 4), 2, SLABS, 3);
    Volume done = new LowResolution(9).apply(one.image());
    assertThat(done.size()).isEqualTo(one.image().size());
    assertThat(done.at(1, 3, 4, 0))
        .isEqualTo(done.at(1, 3, 4, 3))
        .isNotEqualTo(done.at(0, 3, 4, 3));
  }

  @Test
  void wrongParametersAreToldWithoutTheFilesWords() {
    assertThatThrownBy(() -> Pipelines.of(List.of("hue(shift=3)")))
        .hasMessageStartingWith("Step 'hue(shift=3)': 'shift' is 3.");
  }

  private enum Content {
    SMOOTH,
    ABOUT_NOUGHT,
    ROUGH
  }

  /** One NaN or infinite voxel is refused by name, stays where it is, or spreads to its own. */
  @ParameterizedTest
  @MethodSource("all")
  void undefinedVoxelsAreRefusedOrStayLocal(Augmentation step) {
    Case one = of(step, EveryStep.SOLID, EveryStep.OBLIQUE);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] v = one.image().voxels().clone();
      v[v.length / 2] = bad;
      Case spoilt = one.with(one.image().with(v), one.truth());
      Optional<Case> done = tried(step, spoilt);
      done.ifPresent(
          case_ ->
              assertThat(undefined(case_.image()))
                  .as("%s", step)
                  .isLessThan(case_.image().voxels().length / 2));
      if (done.isEmpty()) {
        assertThatThrownBy(() -> step.draw(new SplittableRandom(3), spoilt).apply(spoilt))
            .hasMessageContaining("NaN")
            .hasMessageContaining("fill-undefined");
      }
    }
  }

  /** Each number of each step, far out of range: refused, or harmless. */
  @ParameterizedTest
  @MethodSource("all")
  void parametersOutOfRangeAreRefusedOrHarmless(Augmentation step) {
    String yaml = Config.writeAs(Augmentation.class, step);
    Case one = of(step, new Size(8, 7, 6), EveryStep.OBLIQUE);
    int changed = 0;
    for (Catalogue.Parameter parameter : entry(step).parameters()) {
      if (!parameter.type().matches("a (whole )?number.*")) {
        continue;
      }
      for (String value : List.of(".nan", ".inf", "-.inf", "-7", "1e300", "-1e9", "2147483647")) {
        String other =
            yaml.replaceFirst("(?m)^" + parameter.key() + ": .*$", parameter.key() + ": " + value);
        changed += other.equals(yaml) ? 0 : 1;
        try {
          Augmentation odd = Config.read(Augmentation.class, other, Steps.catalogue());
          tried(odd, one).ifPresent(done -> assertSound(odd, done));
        } catch (InputException refused) {
          assertThat(refused)
              .hasMessageContaining(parameterOf(refused))
              .hasMessageContaining("Fix: ");
        }
      }
    }
    assertThat(changed)
        .isGreaterThanOrEqualTo(
            (int)
                entry(step).parameters().stream()
                    .filter(p -> p.type().matches("a (whole )?number.*"))
                    .count());
  }

  /** A refusal names a parameter in quotes. */
  private static String parameterOf(InputException refused) {
    String message = String.valueOf(refused.getMessage());
    int from = message.indexOf('\'');
    assertThat(from).as(message).isNotNegative();
    return message.substring(from, message.indexOf('\'', from + 1) + 1);
  }

  private static Catalogue.Entry entry(Augmentation step) {
    return Steps.catalogue().entries(Augmentation.class).stream()
        .filter(one -> one.type() == step.getClass())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void misspeltStepsAndParametersAreToldTheNearestName() {
    for (Catalogue.Entry entry : Steps.catalogue().entries(Augmentation.class)) {
      String kind = entry.kind();
      String wrong = kind + kind.charAt(kind.length() - 1);
      assertThatThrownBy(() -> Pipelines.of(List.of(wrong)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("did you mean '" + kind + "'");
      for (Catalogue.Parameter parameter : entry.parameters()) {
        String key = parameter.key();
        String step = kind + "(" + key + "q=1)";
        assertThatThrownBy(() -> Pipelines.of(List.of(step)))
            .as(step)
            .isInstanceOf(InputException.class)
            .hasMessageContaining("did you mean '" + key + "'");
      }
    }
  }

  /**
   * Whatever turns the image into its mirror image is known to {@link Laterality}: found by what
   * the step does to four points, not by its name. Orienting tells the geometry.
   */
  @ParameterizedTest
  @MethodSource("all")
  void everyStepThatMirrorsIsRefusedWhereClassesNameASide(Augmentation step) {
    Case flat = of(step, EveryStep.FLAT, Geometry.UNIT);
    boolean mirrors = false;
    for (int seed = 0; seed < 12; seed++) {
      List<Vec3> corner = List.of(new Vec3(7, 6, 0), new Vec3(7.5, 6, 0), new Vec3(7, 6.5, 0));
      Case one = flat.with(flat.image(), new Truth.Landmarks(corner));
      Case done = step.draw(new SplittableRandom(seed), one).apply(one);
      if (done.truth() instanceof Truth.Landmarks(List<Vec3> moved) && moved.size() == 3) {
        Geometry grid = done.image().geometry();
        Vec3 a = grid.toIndex(moved.get(1)).minus(grid.toIndex(moved.get(0)));
        Vec3 b = grid.toIndex(moved.get(2)).minus(grid.toIndex(moved.get(0)));
        mirrors |= a.x() * b.y() - a.y() * b.x() < -1e-6;
      }
    }
    List<String> sided = List.of("left kidney", "right kidney");
    if (mirrors && !EveryStep.kind(step).equals("orient")) {
      assertThatThrownBy(() -> Laterality.check(List.of(step), sided))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("left kidney");
    }
    Laterality.check(List.of(step), List.of("benign", "malignant"));
  }
}
