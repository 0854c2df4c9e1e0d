package io.osler.core.metric;

import io.osler.core.morphology.Skeleton;
import io.osler.core.volume.Size;
import java.util.Arrays;

/**
 * clDice = 2·p·s / (p + s), p the share of the predicted centre line inside the true mask, s the
 * share of the true centre line inside the predicted one, in [0, 1] (Shit et al. 2021).
 *
 * <p>Centre lines by {@link Skeleton}: Zhang and Suen in 2-D, Lee in 3-D. A mask that thinning
 * leaves nothing of is its own centre line.
 */
final class CentreLines {
  private CentreLines() {}

  /** Both masks have a voxel. */
  static double dice(Mask truth, Mask predicted) {
    double precision = share(line(predicted), truth.voxels());
    double sensitivity = share(line(truth), predicted.voxels());
    double sum = precision + sensitivity;
    return sum == 0 ? 0 : 2 * precision * sensitivity / sum;
  }

  private static double share(boolean[] line, boolean[] mask) {
    long inside = 0;
    long all = 0;
    for (int v = 0; v < line.length; v++) {
      all += line[v] ? 1 : 0;
      inside += line[v] && mask[v] ? 1 : 0;
    }
    return inside / (double) all;
  }

  /** Thinned in the box that holds the mask: nothing outside has a say. */
  private static boolean[] line(Mask mask) {
    Size size = mask.size();
    int[] low = {size.width(), size.height(), size.depth()};
    int[] high = {-1, -1, -1};
    for (int v = 0; v < mask.voxels().length; v++) {
      if (mask.voxels()[v]) {
        int[] at = {
          v % size.width(), v / size.width() % size.height(), v / (size.width() * size.height())
        };
        for (int axis = 0; axis < 3; axis++) {
          low[axis] = Math.min(low[axis], at[axis]);
          high[axis] = Math.max(high[axis], at[axis]);
        }
      }
    }
    // A flat mask in a volume is still thinned as a volume.
    boolean widened = !size.is2d() && low[2] == high[2];
    Size box =
        new Size(high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + (widened ? 2 : 1));
    float[] part = new float[box.voxels()];
    for (int k = low[2]; k <= high[2]; k++) {
      for (int j = low[1]; j <= high[1]; j++) {
        int from = size.offset(low[0], j, k);
        int to = box.offset(0, j - low[1], k - low[2]);
        for (int i = 0; i < box.width(); i++) {
          part[to + i] = mask.voxels()[from + i] ? 1 : 0;
        }
      }
    }
    float[] thin = new Skeleton().channel(part, box, mask.spacing());
    boolean[] line = new boolean[mask.voxels().length];
    boolean any = false;
    for (int k = low[2]; k <= high[2]; k++) {
      for (int j = low[1]; j <= high[1]; j++) {
        int from = box.offset(0, j - low[1], k - low[2]);
        int to = size.offset(low[0], j, k);
        for (int i = 0; i < box.width(); i++) {
          line[to + i] = thin[from + i] != 0;
          any |= line[to + i];
        }
      }
    }
    return any ? line : Arrays.copyOf(mask.voxels(), line.length);
  }
}
