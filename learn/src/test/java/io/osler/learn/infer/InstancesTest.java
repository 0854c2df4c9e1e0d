package io.osler.learn.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.transform.Voxel;
import io.osler.core.volume.Components;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.data.Outlines;
import io.osler.learn.plan.Segmentation.Tidying;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InstancesTest {
  private static final OutlineCodec CODEC =
      new OutlineCodec(
          new Outlines(
              List.of(new Outlines.Structure("object", List.of(1), 1)),
              false,
              Optional.empty(),
              true,
              List.of("grey")));

  private static int[] objects(float[] p, Size size, int smallest) {
    Choice choice = Choice.of(CODEC, size);
    int slice = size.width() * size.height();
    for (int k = size.depth() - 1; k >= 0; k--) { // one slice at a time
      float[] some = new float[3 * slice];
      for (int c = 0; c < 3; c++) {
        System.arraycopy(p, c * size.voxels() + k * slice, some, c * slice, slice);
      }
      choice.add(new Voxel(0, 0, k), new Volume(size.with(2, 1), 3, Geometry.UNIT, some));
    }
    return choice.labels(new Tidying(List.of(), List.of(), smallest), true);
  }

  @Test
  void separatesTouchingObjectsAtTheirRims() {
    Size size = Size.of(7, 3);
    int n = size.voxels();
    float[] p = new float[3 * n];
    for (int v = 0; v < n; v++) {
      int i = v % 7;
      boolean inside = i == 1 || i == 5;
      p[v] = i == 0 || i == 6 ? 0.9f : 0.05f; // background outside columns 1 to 5
      p[n + v] = inside ? 0.9f : 0.03f;
      p[2 * n + v] = 1 - p[v] - p[n + v];
    }
    int[] objects = objects(p, size, 0);
    for (int j = 0; j < 3; j++) {
      assertThat(objects[7 * j]).isZero();
      assertThat(objects[7 * j + 1]).isEqualTo(1).isEqualTo(objects[7 * j + 2]);
      assertThat(objects[7 * j + 5]).isEqualTo(2).isEqualTo(objects[7 * j + 4]);
      assertThat(objects[7 * j + 3]).isBetween(1, 2);
    }
    assertThat(objects(p, size, 100)).containsOnly(0);
  }

  @Test
  void growsLikeliestVoxelsFirst() {
    var random = new SplittableRandom(3);
    int touched = 0;
    for (int round = 0; round < 40; round++) {
      Size size = new Size(9, 7, 1 + round % 4);
      int n = size.voxels();
      float[] p = new float[3 * n];
      for (int v = 0; v < n; v++) {
        p[v] = random.nextInt(3) == 0 ? 0.8f : random.nextInt(8) / 20f; // many are equal
        p[n + v] = random.nextInt(12) == 0 ? 0.6f : 0.1f;
      }
      int[] expected = naive(p, size);
      assertThat(objects(p, size, 0)).as("round " + round).isEqualTo(expected);
      touched += Arrays.stream(expected).max().orElse(0) > 3 ? 1 : 0;
    }
    assertThat(touched).isGreaterThan(20);
  }

  private record Step(float p, int voxel) {}

  /** Every seed waits in a list; the likeliest, of equals the first in the list, spreads. */
  private static int[] naive(float[] p, Size size) {
    int n = size.voxels();
    boolean[] seeds = new boolean[n];
    boolean[] foreground = new boolean[n];
    for (int v = 0; v < n; v++) {
      seeds[v] = p[n + v] > 0.5f;
      foreground[v] = 1 - p[v] > 0.5f;
    }
    int[] label = Components.of(size, seeds, false).piece();
    List<Step> front = new ArrayList<>();
    IntStream.range(0, n).filter(v -> label[v] > 0).forEach(v -> front.add(new Step(1, v)));
    while (!front.isEmpty()) {
      Step best = front.getFirst();
      for (Step step : front) {
        best = step.p() > best.p() ? step : best;
      }
      front.remove(best);
      for (int[] d :
          new int[][] {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}}) {
        int v = best.voxel();
        int i = v % size.width() + d[0];
        int j = v / size.width() % size.height() + d[1];
        int k = v / (size.width() * size.height()) + d[2];
        if (i >= 0
            && j >= 0
            && k >= 0
            && i < size.width()
            && j < size.height()
            && k < size.depth()) {
          int w = size.offset(i, j, k);
          if (foreground[w] && label[w] == 0) {
            label[w] = label[v];
            front.add(new Step(1 - p[w], w));
          }
        }
      }
    }
    int count = Arrays.stream(label).max().orElse(0);
    boolean[] left = new boolean[n];
    for (int v = 0; v < n; v++) {
      left[v] = foreground[v] && label[v] == 0;
    }
    int[] rest = Components.of(size, left, false).piece();
    for (int v = 0; v < n; v++) {
      label[v] = left[v] ? count + rest[v] : label[v];
    }
    return label;
  }
}
