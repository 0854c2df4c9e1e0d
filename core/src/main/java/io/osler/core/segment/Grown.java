package io.osler.core.segment;

import io.osler.core.volume.Size;
import java.util.Arrays;
import java.util.List;

/**
 * The voxels that faces join to a seed through accepted ones, filled run by run along i: nothing is
 * looked at but what grows and its rim.
 */
final class Grown {
  private final float[] v;
  private final Size size;
  private final double low;
  private final double high;
  private final float[] out;

  /** Runs whose neighbours are still to be looked at: offsets of the first and the last voxel. */
  private int[] open = new int[256];

  private int count;

  private Grown(float[] v, Size size, double low, double high) {
    this.v = v;
    this.size = size;
    this.low = low;
    this.high = high;
    this.out = new float[v.length];
  }

  /** 1 on low ≤ v ≤ high joined to a seed, 0 elsewhere. */
  static float[] from(float[] v, Size size, List<Seed> seeds, double low, double high) {
    Grown grown = new Grown(v, size, low, high);
    for (Seed seed : seeds) {
      int at = size.offset(seed.i(), seed.j(), seed.k());
      grown.within(at, at);
    }
    while (grown.count > 0) {
      grown.spread();
    }
    return grown.out;
  }

  private void spread() {
    int last = open[--count];
    int first = open[--count];
    int width = size.width();
    int area = width * size.height();
    int j = first / width % size.height();
    int k = first / area;
    if (j > 0) {
      within(first - width, last - width);
    }
    if (j + 1 < size.height()) {
      within(first + width, last + width);
    }
    if (k > 0) {
      within(first - area, last - area);
    }
    if (k + 1 < size.depth()) {
      within(first + area, last + area);
    }
  }

  /** Takes every run that has a voxel from first to last of one row, unless it is taken. */
  private void within(int first, int last) {
    int row = first - first % size.width();
    int end = row + size.width();
    for (int at = first; at <= last; at++) {
      if (out[at] != 0 || !accepted(at)) {
        continue;
      }
      int from = at;
      while (from > row && accepted(from - 1)) {
        from--;
      }
      while (at + 1 < end && accepted(at + 1)) {
        at++;
      }
      Arrays.fill(out, from, at + 1, 1);
      if (count == open.length) {
        open = Arrays.copyOf(open, 2 * count);
      }
      open[count++] = from;
      open[count++] = at;
    }
  }

  private boolean accepted(int at) {
    return v[at] >= low && v[at] <= high;
  }
}
