package io.osler.learn.report;

import io.osler.core.io.Picture;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Arrays;

/**
 * Truth (green) and prediction (orange) as lines over the image, in three planes side by side (one
 * for a picture), each through the slice where the two differ most, with millimetres to scale.
 */
public final class OutlinePicture {
  private static final int SIDE = 260;
  private static final int GAP = 6;
  private static final int TRUTH = 0x2ecc71;
  private static final int FOUND = 0xff8c1a;
  private static final int BOTH = 0xf7f7c0;

  private OutlinePicture() {}

  /** One plane: what lies to the right, what lies below, and the slice across. */
  private record Plane(int right, int down, int across, int slice, int width, int height) {}

  /** All three lie on one grid; label values are compared as they are. */
  public static Picture of(Volume image, LabelMap truth, LabelMap found) {
    Size size = image.size();
    int[][] axes =
        size.is2d() ? new int[][] {{0, 1, 2}} : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 2, 0}};
    float[] range = range(image);
    Plane[] planes = new Plane[axes.length];
    int width = -GAP;
    int height = 1;
    for (int p = 0; p < axes.length; p++) {
      planes[p] = plane(axes[p], image, truth, found);
      width += planes[p].width + GAP;
      height = Math.max(height, planes[p].height);
    }
    byte[] rgb = new byte[3 * width * height];
    int left = 0;
    for (Plane plane : planes) {
      draw(plane, image, truth, found, range, rgb, width, left);
      left += plane.width + GAP;
    }
    return new Picture(width, height, rgb);
  }

  private static Plane plane(int[] axes, Volume image, LabelMap truth, LabelMap found) {
    Size size = image.size();
    Vec3 spacing = image.geometry().spacing();
    double wide = size.get(axes[0]) * spacing.get(axes[0]);
    double high = size.get(axes[1]) * spacing.get(axes[1]);
    double scale = SIDE / Math.max(wide, high);
    int slice = axes[2] == 2 && size.is2d() ? 0 : busiest(axes[2], truth, found);
    return new Plane(
        axes[0],
        axes[1],
        axes[2],
        slice,
        (int) Math.max(1, Math.round(wide * scale)),
        (int) Math.max(1, Math.round(high * scale)));
  }

  /** The slice with most difference, then with most truth; the middle one without either. */
  private static int busiest(int axis, LabelMap truth, LabelMap found) {
    Size size = truth.size();
    long[] weight = new long[size.get(axis)];
    int v = 0;
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++, v++) {
          int t = truth.labels()[v];
          int f = found.labels()[v];
          int at = axis == 0 ? i : axis == 1 ? j : k;
          weight[at] += (t != f ? 1_000 : 0) + (t > 0 ? 1 : 0);
        }
      }
    }
    int best = weight.length / 2;
    for (int s = 0; s < weight.length; s++) {
      best = weight[s] > weight[best] ? s : best;
    }
    return best;
  }

  private static void draw(
      Plane plane,
      Volume image,
      LabelMap truth,
      LabelMap found,
      float[] range,
      byte[] rgb,
      int stride,
      int left) {
    for (int y = 0; y < plane.height; y++) {
      for (int x = 0; x < plane.width; x++) {
        int v = voxel(plane, image, x, y);
        boolean onTruth = onLine(plane, image, truth, x, y, v);
        boolean onFound = onLine(plane, image, found, x, y, v);
        int to = 3 * (y * stride + left + x);
        if (onTruth || onFound) {
          int colour = onTruth && onFound ? BOTH : onTruth ? TRUTH : FOUND;
          rgb[to] = (byte) (colour >> 16);
          rgb[to + 1] = (byte) (colour >> 8);
          rgb[to + 2] = (byte) colour;
        } else {
          for (int c = 0; c < 3; c++) {
            int channel = image.channels() == 3 ? c : 0;
            float value = image.voxels()[channel * image.size().voxels() + v];
            rgb[to + c] = (byte) Math.clamp((long) ((value - range[0]) * range[1]), 0, 255);
          }
        }
      }
    }
  }

  /** Slices run upwards in the planes that show them: superior is above in LPS. */
  private static int voxel(Plane plane, Volume image, int x, int y) {
    Size size = image.size();
    int[] at = new int[3];
    at[plane.right] = (int) ((x + 0.5) * size.get(plane.right) / plane.width);
    int down = (int) ((y + 0.5) * size.get(plane.down) / plane.height);
    at[plane.down] = plane.down == 2 ? size.depth() - 1 - down : down;
    at[plane.across] = plane.slice;
    return size.offset(at[0], at[1], at[2]);
  }

  private static boolean onLine(Plane plane, Volume image, LabelMap map, int x, int y, int v) {
    int own = map.labels()[v];
    return (x + 1 < plane.width && map.labels()[voxel(plane, image, x + 1, y)] != own)
        || (y + 1 < plane.height && map.labels()[voxel(plane, image, x, y + 1)] != own);
  }

  /** The 1st percentile and 255 over the width up to the 99th. */
  private static float[] range(Volume image) {
    float[] all = image.voxels();
    int n = Math.min(all.length, 20_000);
    float[] some = new float[n];
    for (int i = 0; i < n; i++) {
      some[i] = all[(int) ((long) i * all.length / n)];
    }
    Arrays.sort(some);
    float low = some[n / 100];
    float high = some[n - 1 - n / 100];
    return new float[] {low, high > low ? 255 / (high - low) : 0};
  }
}
