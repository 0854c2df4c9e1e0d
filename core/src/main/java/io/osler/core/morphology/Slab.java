package io.osler.core.morphology;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;
import java.util.Arrays;
import java.util.List;

/**
 * Some slices, for each different run of an element with the sliding maxima of all their rows: what
 * several voxels of the element ask for is computed once.
 */
final class Slab {
  private record Window(int from, int to) {}

  private final Size size;
  private final Element element;
  private final float sign;
  private final int low;
  private final int high;
  private final List<Window> windows;

  /** Of each window and row, i fastest. */
  private final float[][] maxima;

  /** Of the image times {@code sign}; slices from {@code low} up to but without {@code high}. */
  Slab(float[] in, Size size, Element element, float sign, int low, int high) {
    this.size = size;
    this.element = element;
    this.sign = sign;
    this.low = low;
    this.high = high;
    windows = element.runs().stream().map(r -> new Window(r.from(), r.to())).distinct().toList();
    int width = size.width();
    int rows = (high - low) * size.height();
    maxima = new float[windows.size()][rows * width];
    Parts.each(
        rows,
        row -> {
          for (int w = 0; w < maxima.length; w++) {
            float[] done = slide(in, (low * size.height() + row) * width, windows.get(w));
            System.arraycopy(done, 0, maxima[w], row * width, width);
          }
        });
  }

  /** max of in[i − to … i − from], by doubling. */
  private float[] slide(float[] in, int at, Window window) {
    int width = size.width();
    int pad = Math.max(Math.abs(window.from()), Math.abs(window.to()));
    float[] a = new float[width + 2 * pad];
    Arrays.fill(a, Float.NEGATIVE_INFINITY);
    System.arraycopy(in, at, a, pad, width);
    if (sign < 0) {
      for (int i = pad; i < pad + width; i++) {
        a[i] = -a[i];
      }
    }
    float[] b = new float[a.length];
    int length = window.to() - window.from() + 1;
    int step = 1;
    while (2 * step <= length) {
      System.arraycopy(a, step, b, 0, a.length - step);
      Arrays.fill(b, a.length - step, b.length, Float.NEGATIVE_INFINITY);
      larger(a, b);
      step *= 2;
    }
    int left = pad - window.to();
    float[] best = Arrays.copyOfRange(a, left, left + width);
    if (length > 1) {
      int right = left + length - step;
      larger(best, Arrays.copyOfRange(a, right, right + width));
    }
    return best;
  }

  // Arrays that all start at 0: only such loops are turned into vector instructions.
  private static void larger(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] = Math.max(a[i], b[i]);
    }
  }

  /** The slices from {@code first} up to but without {@code end}. */
  void into(float[] out, int first, int end) {
    int width = size.width();
    int height = size.height();
    int[] window =
        element.runs().stream()
            .mapToInt(r -> windows.indexOf(new Window(r.from(), r.to())))
            .toArray();
    Parts.each(
        (end - first) * height,
        row -> {
          int j = row % height;
          int k = first + row / height;
          float[] best = new float[width];
          float[] other = new float[width];
          Arrays.fill(best, Float.NEGATIVE_INFINITY);
          for (int r = 0; r < window.length; r++) {
            Element.Run run = element.runs().get(r);
            int y = j - run.dj();
            int z = k - run.dk();
            if (y >= 0 && y < height && z >= low && z < high) {
              int at = ((z - low) * height + y) * width;
              System.arraycopy(maxima[window[r]], at, other, 0, width);
              larger(best, other);
            }
          }
          int at = size.offset(0, j, k);
          for (int i = 0; i < width; i++) {
            out[at + i] = sign * best[i];
          }
        });
  }
}
