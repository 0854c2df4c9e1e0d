package io.osler.learn.task;

import io.osler.core.morphology.SquaredDistance;
import io.osler.core.volume.Components;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What an earlier configuration outlined, made worse, as nnU-Net does for its cascade (Isensee et
 * al. 2021): in two patches of five every structure is dilated, eroded, closed or opened by a ball
 * of 1 to 8 voxels; in one of five each loses a piece of less than 15 % of the patch. Without it
 * the later network would learn to copy.
 */
final class EarlierNoise {
  private static final double CHANGED = 0.4;
  private static final double LOST = 0.2;
  private static final int RADIUS = 8;
  private static final double PIECE = 0.15;

  private EarlierNoise() {}

  /** Changes the masks (one for each structure) in place. */
  static void apply(List<boolean[]> masks, Size size, RandomGenerator random) {
    if (random.nextDouble() < CHANGED) {
      for (int s : shuffled(masks.size(), random)) {
        boolean[] mask = masks.get(s);
        int how = random.nextInt(4);
        int radius = 1 + random.nextInt(RADIUS);
        if (any(mask)) { // nothing stays nothing whatever is done to it
          boolean[] out = changed(mask, size, how, radius);
          masks.forEach(other -> clear(other, out, mask));
          System.arraycopy(out, 0, mask, 0, out.length);
        }
      }
    }
    if (random.nextDouble() < LOST) {
      for (int s : shuffled(masks.size(), random)) {
        lose(masks.get(s), size, random);
      }
    }
  }

  private static boolean any(boolean[] mask) {
    for (boolean set : mask) {
      if (set) {
        return true;
      }
    }
    return false;
  }

  /** What was added to one structure is taken from the others. */
  private static void clear(boolean[] other, boolean[] out, boolean[] mask) {
    if (other != mask) {
      for (int v = 0; v < out.length; v++) {
        other[v] &= !out[v] || mask[v];
      }
    }
  }

  private static List<Integer> shuffled(int n, RandomGenerator random) {
    List<Integer> order = new ArrayList<>();
    for (int s = 0; s < n; s++) {
      order.add(random.nextInt(s + 1), s);
    }
    return order;
  }

  private static boolean[] changed(boolean[] mask, Size size, int how, int radius) {
    return switch (how) {
      case 0 -> grown(mask, size, radius);
      case 1 -> shrunk(mask, size, radius);
      case 2 -> shrunk(grown(mask, size, radius), size, radius);
      default -> grown(shrunk(mask, size, radius), size, radius);
    };
  }

  /** By a ball, exactly: all within the radius of a set voxel. */
  private static boolean[] grown(boolean[] mask, Size size, int radius) {
    float[] values = new float[mask.length];
    for (int v = 0; v < values.length; v++) {
      values[v] = mask[v] ? 1 : 0;
    }
    float[] squared = SquaredDistance.to(values, size, Vec3.ONE, value -> value > 0);
    boolean[] out = new boolean[mask.length];
    for (int v = 0; v < out.length; v++) {
      out[v] = squared[v] <= radius * radius;
    }
    return out;
  }

  private static boolean[] shrunk(boolean[] mask, Size size, int radius) {
    return inverted(grown(inverted(mask), size, radius));
  }

  private static boolean[] inverted(boolean[] mask) {
    boolean[] out = new boolean[mask.length];
    for (int v = 0; v < out.length; v++) {
      out[v] = !mask[v];
    }
    return out;
  }

  private static void lose(boolean[] mask, Size size, RandomGenerator random) {
    Components pieces = Components.of(size, mask, true);
    List<Integer> small = new ArrayList<>();
    for (int p = 1; p <= pieces.count(); p++) {
      if (pieces.sizes()[p] < PIECE * mask.length) {
        small.add(p);
      }
    }
    if (!small.isEmpty()) {
      int lost = small.get(random.nextInt(small.size()));
      for (int v = 0; v < mask.length; v++) {
        mask[v] &= pieces.piece()[v] != lost;
      }
    }
  }
}
