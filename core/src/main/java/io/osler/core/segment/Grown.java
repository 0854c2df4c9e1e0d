package io.osler.core.segment;

import io.osler.core.morphology.Runs;
import io.osler.core.volume.Size;
import java.util.Arrays;
import java.util.List;

/**
 * The voxels that faces join to a seed through accepted ones. In a picture they are filled run by
 * run, so that nothing is looked at but what grows and its rim; of a volume all runs are found and
 * joined in parallel.
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
    return size.is2d() ? flooded(v, size, seeds, low, high) : joined(v, size, seeds, low, high);
  }

  private static float[] joined(float[] v, Size size, List<Seed> seeds, double low, double high) {
    Runs runs = new Runs(v, size, 1, x -> x >= low && x <= high);
    int[] components = runs.components();
    boolean[] wanted = new boolean[components.length + 1];
    for (Seed s : seeds) {
      int run = runs.at(s.i(), s.j(), s.k());
      if (run >= 0) {
        wanted[components[run]] = true;
      }
    }
    float[] values = new float[components.length];
    for (int run = 0; run < values.length; run++) {
      values[run] = wanted[components[run]] ? 1 : 0;
    }
    return runs.paint(values);
  }

  private static float[] flooded(float[] v, Size size, List<Seed> seeds, double low, double high) {
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
    if (first >= width) {
      within(first - width, last - width);
    }
    if (last + width < v.length) {
      within(first + width, last + width);
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
