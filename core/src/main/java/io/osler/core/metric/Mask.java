package io.osler.core.metric;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * m(k, j, i): which voxels belong to one structure, i fastest, with the voxel's edge lengths in mm.
 * The constructor takes the array over: nobody writes to it again.
 */
public record Mask(Size size, Vec3 spacing, boolean[] voxels) {
  public Mask {
    Require.that(
        voxels.length == size.voxels(), "voxels.length", voxels.length, "" + size.voxels());
    for (int axis = 0; axis < 3; axis++) {
      Require.positive("spacing", spacing.get(axis));
    }
  }

  /** The voxels that carry {@code label}. */
  public static Mask of(LabelMap map, int label) {
    boolean[] voxels = new boolean[map.labels().length];
    for (int v = 0; v < voxels.length; v++) {
      voxels[v] = map.labels()[v] == label;
    }
    return new Mask(map.size(), map.geometry().spacing(), voxels);
  }

  public long count() {
    long count = 0;
    for (boolean voxel : voxels) {
      count += voxel ? 1 : 0;
    }
    return count;
  }

  public boolean isEmpty() {
    return count() == 0;
  }

  /** Volume of one voxel in ml. */
  public double voxelMl() {
    return spacing.x() * spacing.y() * spacing.z() / 1000;
  }

  /** Length of the grid's diagonal in mm: no two voxels lie further apart. */
  public double diagonal() {
    return new Vec3(size.width(), size.height(), size.is2d() ? 0 : size.depth())
        .times(spacing)
        .norm();
  }

  /** Refuses a mask on another grid. */
  void requireSameGrid(Mask other) {
    boolean near = spacing.minus(other.spacing).norm() <= 1e-3 * spacing.norm();
    if (!size.equals(other.size) || !near) {
      throw new InputException(
          "Masks of "
              + size
              + " ("
              + spacing
              + " mm) and "
              + other.size
              + " ("
              + other.spacing
              + " mm) cannot be compared.",
          "a prediction that was not brought back to its image's grid.",
          "resample one to the other's grid first.");
    }
  }
}
