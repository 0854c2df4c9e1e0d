package io.osler.core.volume;

import io.osler.core.config.Require;

/**
 * l(k, j, i): one whole-number label per voxel, 0 is background. The constructor takes the array
 * over: nobody writes to it again.
 */
public record LabelMap(Size size, Geometry geometry, int[] labels) {
  public LabelMap {
    Require.that(
        labels.length == size.voxels(), "labels.length", labels.length, "" + size.voxels());
  }

  public int at(int i, int j, int k) {
    return labels[size.offset(i, j, k)];
  }

  public LabelMap with(int[] other) {
    return new LabelMap(size, geometry, other);
  }

  @Override
  public String toString() {
    return "LabelMap[" + size + ", spacing " + geometry.spacing() + " mm]";
  }
}
