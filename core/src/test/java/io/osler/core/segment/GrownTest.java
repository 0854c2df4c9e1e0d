package io.osler.core.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.osler.core.volume.Size;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrownTest {
  /** Noise at about the density where regions begin to percolate: winding ones, and many. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void fillsWhatAWalkFromVoxelToVoxelFills(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Size size = seed % 2 == 0 ? new Size(37, 29, 1) : new Size(19, 17, 13);
    float[] v = new float[size.voxels()];
    for (int at = 0; at < v.length; at++) {
      v[at] = (float) random.nextDouble();
    }
    v[5] = Float.NaN;
    double low = size.is2d() ? 0.38 : 0.66;
    List<Seed> seeds =
        IntStream.range(0, 9)
            .mapToObj(
                s ->
                    new Seed(
                        random.nextInt(size.width()),
                        random.nextInt(size.height()),
                        random.nextInt(size.depth()),
                        1))
            .toList();
    float[] grown = Grown.from(v, size, seeds, low, 0.99);
    assertTrue(IntStream.range(0, grown.length).filter(at -> grown[at] == 1).count() > 9);
    assertArrayEquals(walked(v, size, seeds, low, 0.99), grown);
  }

  private static float[] walked(float[] v, Size size, List<Seed> seeds, double low, double high) {
    float[] out = new float[v.length];
    ArrayDeque<Seed> open = new ArrayDeque<>(seeds);
    while (!open.isEmpty()) {
      Seed s = open.remove();
      if (s.i() < 0 || s.j() < 0 || s.k() < 0) {
        continue;
      }
      if (s.i() >= size.width() || s.j() >= size.height() || s.k() >= size.depth()) {
        continue;
      }
      int at = size.offset(s.i(), s.j(), s.k());
      if (out[at] == 0 && v[at] >= low && v[at] <= high) {
        out[at] = 1;
        for (int step : new int[] {-1, 1}) {
          open.add(new Seed(s.i() + step, s.j(), s.k(), 1));
          open.add(new Seed(s.i(), s.j() + step, s.k(), 1));
          open.add(new Seed(s.i(), s.j(), s.k() + step, 1));
        }
      }
    }
    return out;
  }
}
