package io.osler.core.morphology;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.transform.GaussianBlur;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkeletonTest {
  private static int objects(float[] mask, Size size) {
    float most = 0;
    for (float label : new Components(3).channel(mask, size, Vec3.ONE)) {
      most = Math.max(most, label);
    }
    return (int) most;
  }

  /** Of many small objects none is lost, broken or joined, and nothing is added. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void keepsEveryObjectWhole(int seed) {
    Size size = seed % 3 == 2 ? new Size(21, 17, 15) : new Size(61, 47, 1);
    SplittableRandom random = new SplittableRandom(seed);
    float[] noise = new float[size.voxels()];
    for (int v = 0; v < noise.length; v++) {
      noise[v] = (float) random.nextGaussian();
    }
    double sigma = 0.5 + 0.1 * seed;
    float[] mask =
        new GaussianBlur(sigma).apply(Volume.of(size, Geometry.UNIT, noise)).voxels().clone();
    for (int v = 0; v < mask.length; v++) {
      mask[v] = mask[v] > 0.05 ? 1 : 0;
    }
    float[] thin = new Skeleton().channel(mask, size, Vec3.ONE);
    assertThat(objects(thin, size)).isEqualTo(objects(mask, size));
    assertThat(IntStream.range(0, mask.length).filter(v -> thin[v] > mask[v])).isEmpty();
    assertThat(new Skeleton().channel(thin, size, Vec3.ONE)).isEqualTo(thin);
  }

  /** By the paper's rules alone it would vanish. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void ofASquareSomethingIsLeft(int side) {
    Size size = new Size(9, 9, 1);
    float[] mask = new float[81];
    for (int v = 0; v < side * side; v++) {
      mask[size.offset(1 + v % side, 1 + v / side, 0)] = 1;
    }
    assertThat(objects(new Skeleton().channel(mask, size, Vec3.ONE), size)).isEqualTo(1);
  }
}
