package io.osler.core.morphology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SignedDistanceTest {
  private static final Size SIZE = new Size(7, 6, 5);
  private static final Vec3 SPACING = new Vec3(0.7, 1.1, 2.5);

  @Test
  void equalsTheDefinitionOnAnyMask() {
    SplittableRandom random = new SplittableRandom(4);
    float[] mask = new float[SIZE.voxels()];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = random.nextInt(3) == 0 ? 9 : 2;
    }
    float[] signed = new SignedDistance(5, 1e6).channel(mask, SIZE, SPACING);
    float[] cut = new SignedDistance(5, 1.5).channel(mask, SIZE, SPACING);
    for (int v = 0; v < mask.length; v++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int w = 0; w < mask.length; w++) {
        nearest = mask[w] == mask[v] ? nearest : Math.min(nearest, distance(v, w));
      }
      double wanted = mask[v] == 9 ? nearest : -nearest;
      assertThat(signed[v]).isCloseTo((float) wanted, within(1e-5f));
      assertThat(cut[v]).isCloseTo((float) Math.clamp(wanted, -1.5, 1.5), within(1e-5f));
    }
  }

  @Test
  void withoutASurfaceTheReachIsReached() {
    float[] nothing = new float[SIZE.voxels()];
    assertThat(new SignedDistance(0, 3).channel(nothing, SIZE, SPACING)).containsOnly(-3);
    java.util.Arrays.fill(nothing, 1);
    assertThat(new SignedDistance(0, 3).channel(nothing, SIZE, SPACING)).containsOnly(3);
  }

  private static double distance(int v, int w) {
    double squares = 0;
    int[] a = at(v);
    int[] b = at(w);
    for (int axis = 0; axis < 3; axis++) {
      double d = (a[axis] - b[axis]) * SPACING.get(axis);
      squares += d * d;
    }
    return Math.sqrt(squares);
  }

  private static int[] at(int v) {
    return new int[] {
      v % SIZE.width(), v / SIZE.width() % SIZE.height(), v / (SIZE.width() * SIZE.height())
    };
  }
}
