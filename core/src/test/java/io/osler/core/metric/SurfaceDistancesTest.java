package io.osler.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The packed and pruned search against the definition, voxel by voxel. */
final class SurfaceDistancesTest {
  @Test
  void equalTheDefinitionOnEllipsoidsAtAnyPlaceOfTheGrid() {
    for (int seed = 0; seed < 40; seed++) {
      var random = new SplittableRandom(seed);
      boolean flat = seed % 4 == 0;
      // Rows wider than a machine word, and some narrower; anisotropic up to 1:10.
      Size size =
          new Size(
              1 + random.nextInt(150), 1 + random.nextInt(14), flat ? 1 : 1 + random.nextInt(9));
      Vec3 spacing =
          new Vec3(random.nextDouble(0.3, 3), random.nextDouble(0.3, 3), random.nextDouble(0.3, 3));
      Mask truth = ellipsoids(random, size, spacing);
      Mask predicted = ellipsoids(random, size, spacing);
      SurfaceDistances fast = SurfaceDistances.of(truth, predicted);
      assertThat(fast.toTruth())
          .as("seed " + seed)
          .containsExactly(plain(predicted, truth), within(1e-9));
      assertThat(fast.toPredicted())
          .as("seed " + seed)
          .containsExactly(plain(truth, predicted), within(1e-9));
    }
  }

  private static Mask ellipsoids(RandomGenerator random, Size size, Vec3 spacing) {
    boolean[] voxels = new boolean[size.voxels()];
    voxels[random.nextInt(voxels.length)] = true;
    for (int e = 0; e < 3; e++) {
      Vec3 centre =
          new Vec3(
              random.nextInt(size.width()),
              random.nextInt(size.height()),
              random.nextInt(size.depth()));
      double radius = random.nextDouble(1, 20);
      for (int v = 0; v < voxels.length; v++) {
        voxels[v] |= place(size, v).minus(centre).norm() < radius;
      }
    }
    return new Mask(size, spacing, voxels);
  }

  private static double[] plain(Mask from, Mask to) {
    int[] features = surface(to);
    return IntStream.of(surface(from))
        .mapToDouble(v -> nearest(to, features, v))
        .sorted()
        .toArray();
  }

  private static double nearest(Mask mask, int[] features, int v) {
    DoubleStream all =
        Arrays.stream(features)
            .mapToDouble(
                f ->
                    place(mask.size(), v)
                        .minus(place(mask.size(), f))
                        .times(mask.spacing())
                        .norm());
    return all.min().orElseThrow();
  }

  /** Voxels with a face neighbour that is not in the mask. */
  private static int[] surface(Mask mask) {
    return IntStream.range(0, mask.voxels().length)
        .filter(v -> mask.voxels()[v] && !inner(mask, place(mask.size(), v)))
        .toArray();
  }

  private static boolean inner(Mask mask, Vec3 at) {
    boolean inner = true;
    for (int axis = 0; axis < (mask.size().is2d() ? 2 : 3); axis++) {
      for (int step = -1; step <= 1; step += 2) {
        int i = (int) at.x() + (axis == 0 ? step : 0);
        int j = (int) at.y() + (axis == 1 ? step : 0);
        int k = (int) at.z() + (axis == 2 ? step : 0);
        inner &= has(mask, i, j, k);
      }
    }
    return inner;
  }

  private static boolean has(Mask mask, int i, int j, int k) {
    Size size = mask.size();
    boolean inside =
        i >= 0 && j >= 0 && k >= 0 && i < size.width() && j < size.height() && k < size.depth();
    return inside && mask.voxels()[size.offset(i, j, k)];
  }

  private static Vec3 place(Size size, int v) {
    int area = size.width() * size.height();
    return new Vec3(v % size.width(), v / size.width() % size.height(), v / area);
  }
}
