package io.osler.core.morphology;

import io.osler.core.parallel.Rows;
import io.osler.core.transform.Voxel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;
import java.util.List;

/**
 * Grey erosion min over b of v(x + b) and dilation max over b of v(x − b); what lies outside the
 * image never wins. A run of an element is a sliding maximum by doubling, boxes go axis by axis,
 * large balls on images of two values through the distance transform.
 */
public final class Extremum {
  private static final int LARGE = 6;

  private Extremum() {}

  /** With a shape, or with {@code offsets} where there are any. */
  static float[] of(
      float[] in, Size size, Shape shape, int radius, List<Voxel> offsets, boolean dilate) {
    if (!offsets.isEmpty()) {
      return of(in, size, Element.of(offsets, size), dilate);
    }
    if (shape == Shape.BOX) {
      return Lines.box(in, size, radius, dilate);
    }
    if (shape == Shape.BALL && radius > LARGE && Two.holds(in)) {
      return ofTwo(in, size, radius, dilate);
    }
    return of(in, size, Element.of(shape, radius, size), dilate);
  }

  /** With any element; {@code dilate} or erode. */
  public static float[] of(float[] in, Size size, Element element, boolean dilate) {
    Element moved = dilate ? element : element.mirrored();
    float sign = dilate ? 1 : -1;
    int pad = moved.reach();
    int width = size.width();
    float[] out = new float[in.length];
    Rows.each(
        size,
        (j, k, at) -> {
          float[] best = new float[width];
          Arrays.fill(best, Float.NEGATIVE_INFINITY);
          float[] plain = new float[width];
          float[] a = new float[width + 2 * pad];
          float[] b = new float[width + 2 * pad];
          for (Element.Run run : moved.runs()) {
            int y = j - run.dj();
            int z = k - run.dk();
            if (y >= 0 && y < size.height() && z >= 0 && z < size.depth()) {
              int from = size.offset(0, y, z);
              if (run.from() == run.to()) {
                single(in, from, sign, run.from(), best, plain);
              } else {
                row(in, from, sign, run, best, a, b, pad);
              }
            }
          }
          for (int i = 0; i < width; i++) {
            out[at + i] = sign * best[i];
          }
        });
    return out;
  }

  private static void single(
      float[] in, int from, float sign, int shift, float[] best, float[] row) {
    int first = Math.max(0, shift);
    int end = Math.min(best.length, best.length + shift);
    if (first >= end) {
      return;
    }
    Arrays.fill(row, sign * Float.NEGATIVE_INFINITY);
    System.arraycopy(in, from + first - shift, row, first, end - first);
    for (int i = 0; i < best.length; i++) {
      best[i] = Math.max(best[i], sign * row[i]);
    }
  }

  /** best[i] = max(best[i], max of in[i − to … i − from]). */
  private static void row(
      float[] in,
      int from,
      float sign,
      Element.Run run,
      float[] best,
      float[] a,
      float[] b,
      int pad) {
    int width = best.length;
    Arrays.fill(a, Float.NEGATIVE_INFINITY);
    System.arraycopy(in, from, a, pad, width);
    if (sign < 0) {
      for (int i = pad; i < pad + width; i++) {
        a[i] = -a[i];
      }
    }
    int length = run.to() - run.from() + 1;
    int step = 1;
    while (2 * step <= length) {
      System.arraycopy(a, step, b, 0, a.length - step);
      Arrays.fill(b, a.length - step, b.length, Float.NEGATIVE_INFINITY);
      larger(a, b);
      step *= 2;
    }
    int left = pad - run.to();
    System.arraycopy(a, left, b, 0, width);
    largest(best, b);
    System.arraycopy(a, left + length - step, b, 0, width);
    largest(best, b);
  }

  // Arrays that all start at 0: only such loops are turned into vector instructions.

  private static void larger(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] = Math.max(a[i], b[i]);
    }
  }

  private static void largest(float[] best, float[] row) {
    for (int i = 0; i < best.length; i++) {
      best[i] = Math.max(best[i], row[i]);
    }
  }

  /** The image's other value wherever it lies within the radius. */
  private static float[] ofTwo(float[] in, Size size, int radius, boolean dilate) {
    Two two = Two.of(in);
    float won = dilate ? two.high() : two.low();
    float lost = dilate ? two.low() : two.high();
    float[] squared = SquaredDistance.to(in, size, Vec3.ONE, v -> v == won);
    float most = (float) radius * radius;
    float[] out = new float[in.length];
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            out[v] = squared[v] <= most ? won : lost;
          }
        });
    return out;
  }

  /** The two values of an image that has no others. */
  private record Two(float low, float high) {
    static boolean holds(float[] v) {
      float a = v[0];
      float b = a;
      for (float x : v) {
        if (x != a && x != b) {
          if (a != b) {
            return false;
          }
          b = x;
        }
      }
      return a != b;
    }

    static Two of(float[] v) {
      float low = v[0];
      float high = v[0];
      for (float x : v) {
        low = Math.min(low, x);
        high = Math.max(high, x);
      }
      return new Two(low, high);
    }
  }
}
