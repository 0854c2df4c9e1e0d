package io.osler.core.transform;

/** A voxel index, or a number of voxels, along i, j and k. */
public record Voxel(int i, int j, int k) {
  public static final Voxel ZERO = new Voxel(0, 0, 0);

  int get(int axis) {
    return axis == 0 ? i : axis == 1 ? j : k;
  }
}
