package io.osler.learn.infer;

import io.osler.core.volume.Components;
import io.osler.core.volume.Size;
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

  /** Whether a voxel of this probability of an object's inside begins an object. */
  static boolean isSeed(float inside) {
    return inside > SEED;
  }

  private static boolean isForeground(float background) {
    return 1 - background > FOREGROUND;
  }

  /**
   * @param seeds which voxels begin objects
   * @param background the probability of being no object
   * @param smallest objects with fewer voxels are dropped
   * @return 0 or the number of the object, from 1
   */
  static int[] of(boolean[] seeds, float[] background, Size size, int smallest) {
    int n = size.voxels();
    Components inner = Components.of(size, seeds, false);
    int[] label = inner.piece();
    int count = inner.count();
    grow(label, background, size);
    boolean[] left = new boolean[n];
    for (int v = 0; v < n; v++) {
      left[v] = isForeground(background[v]) && label[v] == 0;
    }
    Components rest = Components.of(size, left, false);
    for (int v = 0; v < n; v++) {
      label[v] = left[v] ? count + rest.piece()[v] : label[v];
    }
    renumber(label, count + rest.count(), smallest);
    return label;
  }

  private static void grow(int[] label, float[] background, Size size) {
    PriorityQueue<Step> front = new PriorityQueue<>();
    int[] free = new int[6];
    long order = 0;
    for (int v = 0; v < label.length; v++) {
      // A seed amid seeds has nowhere to grow to.
      if (label[v] > 0 && free(v, label, background, size, free) > 0) {
        front.add(new Step(1, order++, v));
      }
    }
    while (!front.isEmpty()) {
      int v = front.remove().voxel;
      int count = free(v, label, background, size, free);
      for (int f = 0; f < count; f++) {
        int w = free[f];
        label[w] = label[v];
        front.add(new Step(1 - background[w], order++, w));
      }
    }
  }

  /** Which face neighbours of a voxel are foreground of no object yet, and how many. */
  private static int free(int v, int[] label, float[] background, Size size, int[] into) {
    int count = 0;
    for (int axis = 0; axis < 3; axis++) {
      int step = axis == 0 ? 1 : axis == 1 ? size.width() : area(size);
      int at = v / step % size.get(axis);
      for (int side = 1; side >= -1; side -= 2) {
        int w = v + side * step;
        boolean inside = at + side >= 0 && at + side < size.get(axis);
        if (inside && label[w] == 0 && isForeground(background[w])) {
          into[count++] = w;
        }
      }
    }
    return count;
  }

  private static int area(Size size) {
    return size.width() * size.height();
  }

  private static void renumber(int[] label, int count, int smallest) {
    int[] voxels = new int[count + 1];
    for (int l : label) {
      voxels[l]++;
    }
    int[] name = new int[count + 1];
    int next = 0;
    for (int l = 1; l <= count; l++) {
      name[l] = voxels[l] > 0 && voxels[l] >= smallest ? ++next : 0;
    }
    for (int v = 0; v < label.length; v++) {
      label[v] = name[label[v]];
    }
  }
}
