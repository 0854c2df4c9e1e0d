package io.osler.core.transform;

/** How a value between voxel centres is found. */
public enum Interpolation {
  /** The voxel whose cell holds the point: ⌊(o + ½)·n/m⌋. */
  NEAREST,
  /** Triangle kernel 1 − |x|, widened when reducing (anti-aliased). */
  LINEAR,
  /** Keys' kernel with a = −½ (third-order exact), widened when reducing (anti-aliased). */
  CUBIC,
  /** sinc(x)·sinc(x/3), widened when reducing (anti-aliased). */
  LANCZOS,
  /**
   * The cubic B-spline through the voxels, mirrored at the border (SciPy, order 3). Smoothest, but
   * not anti-aliased: for enlarging and for small changes of spacing.
   */
  B_SPLINE,
  /** Mean over the exact overlap of the cells. */
  AREA
}
