package io.osler.core.io;

import io.osler.core.config.Require;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.ArrayList;
import java.util.List;

/**
 * One slice across a volume as people look at it: which voxel axis runs to the right, which one
 * down, which one is cut and where, on so many pixels that millimetres are to scale. Axis 0 is i, 1
 * is j, 2 is k. Slices run upwards in the planes that show them: superior is above in LPS.
 *
 * @param slice along {@code across}, from 0
 * @param width pixels
 * @param height pixels
 */
public record Plane(int right, int down, int across, int slice, int width, int height) {
  private static final int[][] AXES = {{0, 1, 2}, {0, 2, 1}, {1, 2, 0}};

  /** The slice of a picture, or the three slices of a volume that are cut at (i, j, k). */
  public static List<Plane> at(Size size, Geometry geometry, int[] index, int side) {
    List<Plane> planes = new ArrayList<>();
    for (int across = 2; across >= (size.is2d() ? 2 : 0); across--) {
      planes.add(across(across, size, geometry, index[across], side));
    }
    return planes;
  }

  /** Across one axis, the longer edge {@code side} pixels long. */
  public static Plane across(int axis, Size size, Geometry geometry, int slice, int side) {
    Require.within("slice", slice, 0, size.get(axis) - 1);
    int[] axes = AXES[2 - axis];
    Vec3 spacing = geometry.spacing();
    double wide = size.get(axes[0]) * spacing.get(axes[0]);
    double high = size.get(axes[1]) * spacing.get(axes[1]);
    double scale = side / Math.max(wide, high);
    return new Plane(
        axes[0],
        axes[1],
        axes[2],
        slice,
        (int) Math.max(1, Math.round(wide * scale)),
        (int) Math.max(1, Math.round(high * scale)));
  }

  /** The same plane with one pixel for each voxel. */
  public Plane plain(Size size) {
    return new Plane(right, down, across, slice, size.get(right), size.get(down));
  }

  /** Offset of the voxel that pixel (x, y) lies in. */
  public int voxel(Size size, int x, int y) {
    int[] at = new int[3];
    at[right] = (int) ((x + 0.5) * size.get(right) / width);
    int below = (int) ((y + 0.5) * size.get(down) / height);
    at[down] = down == 2 ? size.depth() - 1 - below : below;
    at[across] = slice;
    return size.offset(at[0], at[1], at[2]);
  }

  /** The values under the pixels, in as many channels, as an image of one slice. */
  public Volume of(Volume volume) {
    int n = volume.size().voxels();
    float[] values = new float[volume.channels() * width * height];
    for (int c = 0; c < volume.channels(); c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          values[(c * height + y) * width + x] =
              volume.voxels()[c * n + voxel(volume.size(), x, y)];
        }
      }
    }
    return new Volume(Size.of(width, height), volume.channels(), Geometry.UNIT, values);
  }

  /** "column 12 of 28": what is cut, counted from 1. */
  public String where(Size size) {
    String what = across == 0 ? "column" : across == 1 ? "row" : "slice";
    return "%s %d of %d".formatted(what, slice + 1, size.get(across));
  }
}
