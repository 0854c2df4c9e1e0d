package io.osler.core.morphology;

/** Which voxels a structuring element of radius r takes in. */
public enum Shape {
  /** |d|² ≤ r². */
  BALL,
  /** max |d| ≤ r. */
  BOX,
  /** Σ |d| ≤ r: a diamond; of radius 1 the cross of face neighbours. */
  CROSS
}
