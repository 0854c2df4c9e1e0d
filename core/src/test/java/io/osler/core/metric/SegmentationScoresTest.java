package io.osler.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class SegmentationScoresTest {
  @Test
  void equalsMonaiAndSciPy() {
    JsonNode cases = Golden.read("segmentation-scores").get("structures");
    assertThat(cases.size()).isEqualTo(7);
    for (JsonNode row : cases) {
      var values =
          SegmentationScores.of(
                  mask(row, "truth"), mask(row, "predicted"), row.get("tolerance").asDouble())
              .values();
      assertThat(values.keySet()).containsExactlyElementsOf(SegmentationScores.NAMES);
      row.get("expected")
          .properties()
          .forEach(
              e -> {
                double expected = e.getValue().asDouble();
                // MONAI works in float32.
                assertThat(values.get(e.getKey()))
                    .as(row.get("name").asString() + " " + e.getKey())
                    .isCloseTo(expected, within(1e-9 + 3e-7 * Math.abs(expected)));
              });
    }
  }

  @Test
  void distanceTransformEqualsSciPy() {
    for (JsonNode row : Golden.read("segmentation-scores").get("structures")) {
      double[] squared = DistanceTransform.squared(mask(row, "truth"));
      double[] expected = Golden.doubles(row.get("transform"));
      assertThat(Arrays.stream(squared).sum()).isCloseTo(expected[0], within(1e-9 * expected[0]));
      assertThat(Arrays.stream(squared).max().orElseThrow()).isCloseTo(expected[1], within(1e-9));
      int step = Math.max(1, squared.length / 40);
      for (int s = 2; s < expected.length; s++) {
        assertThat(squared[(s - 2) * step]).isCloseTo(expected[s], within(1e-9));
      }
    }
  }

  @Test
  void distanceTransformEqualsTheSearchThroughAllFeatures() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new SplittableRandom(seed);
      Mask mask = random(random, seed % 3 == 0, seed % 4 == 0 ? 0.01 : 0.2);
      double[] fast = DistanceTransform.squared(mask);
      for (int v = 0; v < fast.length; v++) {
        double naive = naive(mask, v);
        if (Double.isInfinite(naive)) {
          assertThat(fast[v]).isEqualTo(naive);
        } else {
          assertThat(fast[v]).as("seed " + seed).isCloseTo(naive, within(1e-9));
        }
      }
    }
  }

  @Test
  void searchingAndTransformingGiveTheSameDistances() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new SplittableRandom(seed);
      Mask one = random(random, seed % 3 == 0, 0.1);
      int[] features = set(one.voxels());
      int[] queries = set(fill(random, one.size(), 0.3));
      assertThat(PointTree.at(queries, features, one.size(), one.spacing()))
          .as("seed " + seed)
          .containsExactly(
              DistanceTransform.at(queries, features, one.size(), one.spacing()), within(1e-9));
    }
  }

  @Test
  void searchingNearbyFindsTheSmallestDistances() {
    int found = 0;
    for (int seed = 0; seed < 60; seed++) {
      var random = new SplittableRandom(seed);
      Mask one = random(random, seed % 3 == 0, seed % 2 == 0 ? 0.1 : 0.01);
      int[] features = set(one.voxels());
      int[] queries = set(fill(random, one.size(), 0.3));
      double[] all = DistanceTransform.at(queries, features, one.size(), one.spacing());
      Arrays.sort(all);
      Shells.Near near = new Shells(one.size(), one.spacing()).near(queries, features);
      double[] rest = DistanceTransform.at(near.left(), features, one.size(), one.spacing());
      Arrays.sort(rest);
      double[] both = Arrays.copyOf(near.sorted(), all.length);
      System.arraycopy(rest, 0, both, near.sorted().length, rest.length);
      assertThat(both).as("seed " + seed).containsExactly(all, within(1e-9));
      found += near.sorted().length;
    }
    assertThat(found).isGreaterThan(1000);
  }

  private static int[] set(boolean[] voxels) {
    return IntStream.range(0, voxels.length).filter(v -> voxels[v]).toArray();
  }

  @Test
  void symmetricScoresAreSymmetricAndPerfectOnesPerfect() {
    for (int seed = 0; seed < 40; seed++) {
      var random = new SplittableRandom(seed);
      Mask one = random(random, seed % 2 == 0, 0.3);
      Mask two = new Mask(one.size(), one.spacing(), fill(random, one.size(), 0.3));
      var forward = SegmentationScores.of(one, two, 1).values();
      var backward = SegmentationScores.of(two, one, 1).values();
      for (String name :
          new String[] {
            "dice", "iou", "hd", "hd95", "assd", "masd", "nsd", "boundary-iou", "cl-dice"
          }) {
        assertThat(forward.get(name)).as(name).isCloseTo(backward.get(name), within(1e-12));
      }
      assertThat(forward.get("sensitivity")).isEqualTo(backward.get("precision"));
      double dice = forward.getOrDefault("dice", Double.NaN);
      assertThat(forward.get("iou")).isCloseTo(dice / (2 - dice), within(1e-12));
      var perfect = SegmentationScores.of(one, one, 0).values();
      assertThat(perfect.get("dice")).isEqualTo(1);
      assertThat(perfect.get("nsd")).isEqualTo(1);
      assertThat(perfect.get("boundary-iou")).isEqualTo(1);
      assertThat(perfect.get("cl-dice")).isEqualTo(1);
      assertThat(perfect.get("hd")).isZero();
    }
  }

  @Test
  void emptyStructuresFollowTheDeclaredRule() {
    Size size = new Size(3, 4, 12);
    Vec3 spacing = new Vec3(1, 1, 1);
    Mask empty = new Mask(size, spacing, new boolean[size.voxels()]);
    Mask full = new Mask(size, spacing, fill(new SplittableRandom(1), size, 1.1));
    assertThat(SegmentationScores.of(empty, empty, 1).values()).containsOnlyKeys("volume-error");
    var missed = SegmentationScores.of(full, empty, 1).values();
    assertThat(missed).doesNotContainKey("precision");
    assertThat(missed.get("dice")).isZero();
    assertThat(missed.get("nsd")).isZero();
    assertThat(missed.get("hd95")).isEqualTo(13); // √(3² + 4² + 12²)
    assertThat(missed.get("relative-volume-error")).isEqualTo(1);
    var invented = SegmentationScores.of(empty, full, 1).values();
    assertThat(invented).doesNotContainKeys("sensitivity", "relative-volume-error");
    assertThat(invented.get("volume-error")).isCloseTo(0.144, within(1e-12));
    assertThatThrownBy(() -> SurfaceDistances.of(full, empty)).isInstanceOf(InputException.class);
  }

  @Test
  void refusesMasksOnDifferentGrids() {
    Mask one = new Mask(new Size(2, 2, 1), Vec3.ONE, new boolean[4]);
    Mask spaced = new Mask(new Size(2, 2, 1), new Vec3(1, 1.1, 1), new boolean[4]);
    Mask larger = new Mask(new Size(4, 1, 1), Vec3.ONE, new boolean[4]);
    assertThatThrownBy(() -> SegmentationScores.of(one, spaced, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("resample");
    assertThatThrownBy(() -> SegmentationScores.of(one, larger, 1))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Mask(new Size(2, 2, 1), new Vec3(1, 0, 1), new boolean[4]))
        .isInstanceOf(InputException.class);
  }

  private static double naive(Mask mask, int v) {
    Size size = mask.size();
    double least = Double.POSITIVE_INFINITY;
    for (int f = 0; f < mask.voxels().length; f++) {
      if (mask.voxels()[f]) {
        least =
            Math.min(
                least, position(size, v).minus(position(size, f)).times(mask.spacing()).norm());
      }
    }
    return least * least;
  }

  private static Vec3 position(Size size, int v) {
    int area = size.width() * size.height();
    return new Vec3(v % size.width(), v / size.width() % size.height(), v / area);
  }

  private static Mask random(RandomGenerator random, boolean flat, double share) {
    Size size =
        new Size(1 + random.nextInt(22), 1 + random.nextInt(9), flat ? 1 : 1 + random.nextInt(6));
    Vec3 spacing =
        new Vec3(random.nextDouble(0.3, 3), random.nextDouble(0.3, 3), random.nextDouble(0.3, 3));
    return new Mask(size, spacing, fill(random, size, share));
  }

  /** At least one voxel is set, so that every score is defined. */
  private static boolean[] fill(RandomGenerator random, Size size, double share) {
    boolean[] voxels = new boolean[size.voxels()];
    for (int v = 0; v < voxels.length; v++) {
      voxels[v] = random.nextDouble() < share;
    }
    voxels[random.nextInt(voxels.length)] = true;
    return voxels;
  }

  private static Mask mask(JsonNode row, String name) {
    int[] shape = Golden.ints(row.get("shape"));
    double[] step = Golden.doubles(row.get("spacing"));
    Size size = new Size(shape[2], shape[1], shape[0]);
    boolean[] voxels = new boolean[size.voxels()];
    int at = 0;
    boolean set = false;
    for (int run : Golden.ints(row.get(name))) {
      Arrays.fill(voxels, at, at + run, set);
      at += run;
      set = !set;
    }
    return new Mask(size, new Vec3(step[2], step[1], step[0]), voxels);
  }
}
