package io.osler.core.transform;

/** A voxel axis: I along columns (to the right), J along rows (downwards), K along slices. */
public enum Axis {
  I,
  J,
  K
}
