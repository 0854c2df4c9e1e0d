package io.osler.learn.infer;

import io.osler.core.volume.Components;
import io.osler.core.volume.Size;
import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Single objects out of probabilities of background, inside and rim: each connected inside is a
 * seed; seeds grow through the foreground, likeliest voxels first (a watershed), until they meet.
 * Foreground that no seed reaches is an object of its own.
 */
final class Instances {
  private static final float SEED = 0.5f;
  private static final float FOREGROUND = 0.5f;

  private Instances() {}

  private record Step(float p, long order, int voxel) implements Comparable<Step> {
    @Override
    public int compareTo(Step other) {
      int by = Float.compare(other.p, p);
      return by != 0 ? by : Long.compare(order, other.order);
    }
  }

  /**
   * @param p (3, voxels): background, inside, rim
   * @param smallest objects with fewer voxels are dropped
   * @return 0 or the number of the object, from 1
   */
  static int[] of(float[] p, Size size, int smallest) {
    int n = size.voxels();
    boolean[] seeds = new boolean[n];
    boolean[] foreground = new boolean[n];
    for (int v = 0; v < n; v++) {
      seeds[v] = p[n + v] > SEED;
      foreground[v] = 1 - p[v] > FOREGROUND;
    }
    int[] label = Components.of(size, seeds, false).piece();
    int count = Arrays.stream(label).max().orElse(0);
    grow(label, p, foreground, size);
    boolean[] left = new boolean[n];
    for (int v = 0; v < n; v++) {
      left[v] = foreground[v] && label[v] == 0;
    }
    Components rest = Components.of(size, left, false);
    for (int v = 0; v < n; v++) {
      label[v] = left[v] ? count + rest.piece()[v] : label[v];
    }
    return renumbered(label, count + rest.count(), smallest);
  }

  private static void grow(int[] label, float[] p, boolean[] foreground, Size size) {
    PriorityQueue<Step> front = new PriorityQueue<>();
    long order = 0;
    for (int v = 0; v < label.length; v++) {
      if (label[v] > 0) {
        front.add(new Step(1, order++, v));
      }
    }
    int[] steps = {1, -1, size.width(), -size.width(), area(size), -area(size)};
    while (!front.isEmpty()) {
      int v = front.remove().voxel;
      int[] at = {v % size.width(), v / size.width() % size.height(), v / area(size)};
      for (int s = 0; s < steps.length; s++) {
        int to = at[s / 2] + (s % 2 == 0 ? 1 : -1);
        if (to < 0 || to >= size.get(s / 2)) {
          continue;
        }
        int w = v + steps[s];
        if (foreground[w] && label[w] == 0) {
          label[w] = label[v];
          front.add(new Step(1 - p[w], order++, w));
        }
      }
    }
  }

  private static int area(Size size) {
    return size.width() * size.height();
  }

  private static int[] renumbered(int[] label, int count, int smallest) {
    int[] voxels = new int[count + 1];
    for (int l : label) {
      voxels[l]++;
    }
    int[] name = new int[count + 1];
    int next = 0;
    for (int l = 1; l <= count; l++) {
      name[l] = voxels[l] > 0 && voxels[l] >= smallest ? ++next : 0;
    }
    int[] out = new int[label.length];
    for (int v = 0; v < out.length; v++) {
      out[v] = name[label[v]];
    }
    return out;
  }
}
