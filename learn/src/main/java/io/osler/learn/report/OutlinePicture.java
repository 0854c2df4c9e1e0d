package io.osler.learn.report;

import io.osler.core.io.Picture;
import io.osler.core.io.Plane;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
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

  /** All three lie on one grid; label values are compared as they are. */
  public static Picture of(Volume image, LabelMap truth, LabelMap found) {
    Size size = image.size();
    int[] busiest = {busiest(0, truth, found), busiest(1, truth, found), busiest(2, truth, found)};
    float[] range = range(image);
    return Picture.beside(
        Plane.at(size, image.geometry(), busiest, SIDE).stream()
            .map(plane -> drawn(plane, image, truth, found, range))
            .toList(),
        GAP);
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

  private static Picture drawn(
      Plane plane, Volume image, LabelMap truth, LabelMap found, float[] range) {
    byte[] rgb = new byte[3 * plane.width() * plane.height()];
    for (int y = 0; y < plane.height(); y++) {
      for (int x = 0; x < plane.width(); x++) {
        int v = plane.voxel(image.size(), x, y);
        boolean onTruth = onLine(plane, truth, x, y, v);
        boolean onFound = onLine(plane, found, x, y, v);
        int to = 3 * (y * plane.width() + x);
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
    return new Picture(plane.width(), plane.height(), rgb);
  }

  private static boolean onLine(Plane plane, LabelMap map, int x, int y, int v) {
    int own = map.labels()[v];
    return (x + 1 < plane.width() && map.labels()[plane.voxel(map.size(), x + 1, y)] != own)
        || (y + 1 < plane.height() && map.labels()[plane.voxel(map.size(), x, y + 1)] != own);
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
