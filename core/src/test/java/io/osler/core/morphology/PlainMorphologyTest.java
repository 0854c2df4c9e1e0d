package io.osler.core.morphology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.transform.Voxel;
import io.osler.core.volume.OddImages;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fast morphology against the definitions, voxel by voxel. */
class PlainMorphologyTest {
  private static int i(int v, Size size) {
    return v % size.width();
  }

  private static int j(int v, Size size) {
    return v / size.width() % size.height();
  }

  private static int k(int v, Size size) {
    return v / size.width() / size.height();
  }

  private static boolean inside(Size size, int i, int j, int k) {
    return i >= 0 && j >= 0 && k >= 0 && i < size.width() && j < size.height() && k < size.depth();
  }

  /** max over b of v(x − b), or min over b of v(x + b). */
  private static float[] extremum(float[] in, Size size, List<Voxel> element, boolean dilate) {
    float[] out = new float[in.length];
    for (int v = 0; v < in.length; v++) {
      float best = dilate ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
      int sign = dilate ? -1 : 1;
      for (Voxel b : element) {
        int i = i(v, size) + (size.width() > 1 ? sign * b.i() : 0);
        int j = j(v, size) + (size.height() > 1 ? sign * b.j() : 0);
        int k = k(v, size) + (size.depth() > 1 ? sign * b.k() : 0);
        if (inside(size, i, j, k)) {
          float one = in[size.offset(i, j, k)];
          best = dilate ? Math.max(best, one) : Math.min(best, one);
        }
      }
      out[v] = best;
    }
    return out;
  }

  private static List<Voxel> element(Shape shape, int r, Size size) {
    List<Voxel> all = new ArrayList<>();
    for (int k = -r; k <= r; k++) {
      for (int j = -r; j <= r; j++) {
        for (int i = -r; i <= r; i++) {
          boolean extent =
              (size.width() > 1 || i == 0)
                  && (size.height() > 1 || j == 0)
                  && (size.depth() > 1 || k == 0);
          boolean belongs =
              switch (shape) {
                case BOX -> true;
                case CROSS -> Math.abs(i) + Math.abs(j) + Math.abs(k) <= r;
                case BALL -> i * i + j * j + k * k <= r * r;
              };
          if (extent && belongs) {
            all.add(new Voxel(i, j, k));
          }
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void extremaOfShapes(OddImages image) {
    Size size = image.size();
    for (Shape shape : Shape.values()) {
      for (int radius : new int[] {0, 1, 2, 4, 7}) { // a ball of 7 goes through distances
        for (boolean dilate : new boolean[] {true, false}) {
          assertThat(Extremum.of(image.voxels(), size, shape, radius, List.of(), dilate))
              .as("%s %d %s", shape, radius, dilate)
              .isEqualTo(extremum(image.voxels(), size, element(shape, radius, size), dilate));
        }
      }
    }
  }

  /** Neither symmetric nor convex, with gaps; not even about its own origin. */
  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void extremaOfAnyElement(OddImages image) {
    List<Voxel> element =
        List.of(
            new Voxel(1, 0, 0),
            new Voxel(2, 0, 0),
            new Voxel(5, 0, 0),
            new Voxel(-1, 2, 0),
            new Voxel(0, -3, 1),
            new Voxel(3, 1, -2),
            new Voxel(0, 0, 0));
    for (boolean dilate : new boolean[] {true, false}) {
      float[] fast = Extremum.of(image.voxels(), image.size(), Shape.BALL, 1, element, dilate);
      assertThat(fast).isEqualTo(extremum(image.voxels(), image.size(), element, dilate));
    }
  }

  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void componentsAreThoseOfAWalk(OddImages image) {
    Size size = image.size();
    for (int rarity : new int[] {2, 3, 6}) {
      float[] mask = new float[size.voxels()];
      for (int v = 0; v < mask.length; v++) {
        mask[v] = Math.floorMod((int) image.voxels()[v], rarity) == 1 ? image.voxels()[v] : 0;
      }
      for (int connectivity = 1; connectivity <= 3; connectivity++) {
        assertThat(new Components(connectivity).channel(mask, size, Vec3.ONE))
            .isEqualTo(walked(mask, size, connectivity));
      }
    }
  }

  private static float[] walked(float[] mask, Size size, int connectivity) {
    float[] labels = new float[mask.length];
    int n = 0;
    for (int start = 0; start < mask.length; start++) {
      if (mask[start] == 0 || labels[start] != 0) {
        continue;
      }
      labels[start] = ++n;
      ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
      while (!open.isEmpty()) {
        int v = open.remove();
        for (int code = 0; code < 27; code++) {
          int di = code % 3 - 1;
          int dj = code / 3 % 3 - 1;
          int dk = code / 9 - 1;
          int i = i(v, size) + di;
          int j = j(v, size) + dj;
          int k = k(v, size) + dk;
          boolean near = di * di + dj * dj + dk * dk <= connectivity;
          if (near && inside(size, i, j, k)) {
            int w = size.offset(i, j, k);
            if (mask[w] != 0 && labels[w] == 0) {
              labels[w] = n;
              open.add(w);
            }
          }
        }
      }
    }
    return labels;
  }

  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void distancesAreTheLeastOfAll(OddImages image) {
    Size size = image.size();
    float[] in = image.voxels();
    for (Vec3 mm : new Vec3[] {Vec3.ONE, new Vec3(0.7, 1.1, 14)}) {
      for (float goal : new float[] {-1, 30, 99, 1e9f}) { // few goals, and none
        float[] fast = SquaredDistance.to(in, size, mm, v -> v > goal);
        for (int v = 0; v < in.length; v++) {
          double least = Double.POSITIVE_INFINITY;
          for (int w = 0; w < in.length; w++) {
            double x = (i(v, size) - i(w, size)) * mm.x();
            double y = (j(v, size) - j(w, size)) * mm.y();
            double z = (k(v, size) - k(w, size)) * mm.z();
            least = in[w] > goal ? Math.min(least, x * x + y * y + z * z) : least;
          }
          if (least == Double.POSITIVE_INFINITY) {
            assertThat(fast[v]).isInfinite();
          } else {
            assertThat((double) fast[v]).isCloseTo(least, within(1e-6 * (1 + least)));
          }
        }
      }
    }
  }

  /** u ← min(v, u ⊕ B) until nothing changes. */
  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void reconstructionIsTheLimitOfGeodesicDilations(OddImages image) {
    Size size = image.size();
    float[] mask = image.voxels();
    float[] lower = new float[mask.length];
    for (int v = 0; v < lower.length; v++) {
      lower[v] = v % 5 == 0 ? mask[v] : mask[v] - 30;
    }
    List<Voxel> cube = element(Shape.BOX, 1, size);
    float[] u = lower;
    float[] before = new float[0];
    while (!Arrays.equals(before, u)) {
      before = u;
      u = extremum(u, size, cube, true);
      for (int v = 0; v < u.length; v++) {
        u[v] = Math.min(mask[v], u[v]);
      }
    }
    assertThat(Reconstruction.under(mask, lower, size)).isEqualTo(u);
  }
}
