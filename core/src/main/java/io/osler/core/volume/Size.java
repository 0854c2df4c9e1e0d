package io.osler.core.volume;

import io.osler.core.config.Default;
import io.osler.core.config.InputException;

/** Voxels along i (columns), j (rows), k (slices); a 2-D image has one slice. */
public record Size(int width, int height, @Default("1") int depth) {
  public Size {
    if (width < 1
        || height < 1
        || depth < 1
        || (long) width * height * depth > Integer.MAX_VALUE - 8) {
      throw new InputException(
          "An image of " + width + " × " + height + " × " + depth + " voxels cannot be held.",
          "an empty or damaged header, or more than 2³¹ voxels.",
          "check the file, or cut it into parts.");
    }
  }

  public static Size of(int width, int height) {
    return new Size(width, height, 1);
  }

  public int voxels() {
    return width * height * depth;
  }

  public boolean is2d() {
    return depth == 1;
  }

  /** Offset of voxel (i, j, k) in an array of one channel: i runs fastest. */
  public int offset(int i, int j, int k) {
    return (k * height + j) * width + i;
  }

  /** Axis 0 is i (width), 1 is j (height), 2 is k (depth). */
  public int get(int axis) {
    return axis == 0 ? width : axis == 1 ? height : depth;
  }

  public Size with(int axis, int length) {
    return new Size(
        axis == 0 ? length : width, axis == 1 ? length : height, axis == 2 ? length : depth);
  }

  @Override
  public String toString() {
    return is2d() ? width + "×" + height : width + "×" + height + "×" + depth;
  }
}
