package io.osler.core.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.volume.OddImages;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A flood that looks at every voxel for the lowest, the earliest of equal ones. */
class WatershedTest {
  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void fromAllMinima(OddImages image) {
    float[] labels = Minima.of(image.voxels(), image.size());
    assertThat(new Watershed(List.of()).channel(image.voxels(), image.size(), Vec3.ONE))
        .isEqualTo(flooded(image.voxels(), image.size(), labels));
  }

  /** From few seeds: basins without one are filled over their rims. */
  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void fromTwoSeeds(OddImages image) {
    Size size = image.size();
    float[] labels = new float[size.voxels()];
    labels[0] = 2;
    labels[labels.length - 1] = 1;
    List<Seed> seeds =
        List.of(
            new Seed(0, 0, 0, 2),
            new Seed(size.width() - 1, size.height() - 1, size.depth() - 1, 1));
    assertThat(new Watershed(seeds).channel(image.voxels(), size, Vec3.ONE))
        .isEqualTo(flooded(image.voxels(), size, labels));
  }

  /** Behind a rim voxels count as high as it: both sides meet in the middle, as in scikit-image. */
  @Test
  void basinsBehindARimFillFromBothSidesAtOnce() {
    float[] row = {3, 3, 0, 1, 2, 3};
    List<Seed> ends = List.of(new Seed(0, 0, 0, 1), new Seed(5, 0, 0, 2));
    assertThat(new Watershed(ends).channel(row, new Size(6, 1, 1), Vec3.ONE))
        .containsExactly(1, 1, 1, 2, 2, 2);
  }

  private static float[] flooded(float[] in, Size size, float[] labels) {
    int n = in.length;
    float[] level = in.clone();
    int[] turn = new int[n];
    int turns = 0;
    for (int v = 0; v < n; v++) {
      turn[v] = labels[v] == 0 ? 0 : ++turns;
    }
    while (true) {
      int at = -1;
      for (int v = 0; v < n; v++) {
        boolean before =
            at < 0 || level[v] < level[at] || level[v] == level[at] && turn[v] < turn[at];
        at = turn[v] > 0 && before ? v : at;
      }
      if (at < 0) {
        return labels;
      }
      turn[at] = -1;
      for (int side = 0; side < 6; side++) {
        int next = Minima.neighbour(size, at, side);
        if (next >= 0 && labels[next] == 0) {
          labels[next] = labels[at];
          level[next] = Math.max(level[at], in[next]);
          turn[next] = ++turns;
        }
      }
    }
  }
}
