package io.osler.core.segment;

import io.osler.core.parallel.Rows;
import io.osler.core.volume.Size;

/** A mask of 0 and 1 with a border of 0, see {@link Curvature}. */
record Level(Size size, byte[] mask) {
  @FunctionalInterface
  interface Inside {
    boolean holds(int i, int j, int k);
  }

  Level(Size size, Inside inside) {
    this(size, new byte[Curvature.wide(size).voxels()]);
    Rows.each(
        size,
        (j, k, at) -> {
          for (int i = 0; i < size.width(); i++) {
            set(i, j, k, inside.holds(i, j, k));
          }
        });
  }

  void set(int i, int j, int k, boolean to) {
    mask[start(j, k) + i] = (byte) (to ? 1 : 0);
  }

  boolean holds(int i, int j, int k) {
    return mask[start(j, k) + i] != 0;
  }

  private int start(int j, int k) {
    return Curvature.at(size, Curvature.wide(size), j, k);
  }

  double count(int j, int k) {
    int from = start(j, k);
    int n = 0;
    for (int v = from; v < from + size.width(); v++) {
      n += mask[v];
    }
    return n;
  }

  double sum(float[] in, int j, int k, int at) {
    int from = start(j, k);
    double sum = 0;
    for (int i = 0; i < size.width(); i++) {
      sum += mask[from + i] * (double) in[at + i];
    }
    return sum;
  }

  /** Central differences, one-sided at the ends: their double where not at an end. */
  int slope(int axis, int i, int j, int k) {
    int n = size.get(axis);
    if (n == 1) {
      return 0;
    }
    Size wide = Curvature.wide(size);
    int stride = axis == 0 ? 1 : axis == 1 ? wide.width() : wide.width() * wide.height();
    int place = axis == 0 ? i : axis == 1 ? j : k;
    int v = start(j, k) + i;
    int ahead = place < n - 1 ? v + stride : v;
    int behind = place > 0 ? v - stride : v;
    return (mask[ahead] - mask[behind]) * (place > 0 && place < n - 1 ? 1 : 2);
  }

  boolean edge(int i, int j, int k) {
    return slope(0, i, j, k) != 0 || slope(1, i, j, k) != 0 || slope(2, i, j, k) != 0;
  }

  Level smoothed(Curvature curvature, int times) {
    byte[] now = mask;
    for (int n = 0; n < times; n++) {
      now = curvature.smooth(now);
    }
    return new Level(size, now);
  }

  float[] image() {
    float[] out = new float[size.voxels()];
    Rows.each(
        size,
        (j, k, at) -> {
          int from = start(j, k);
          for (int i = 0; i < size.width(); i++) {
            out[at + i] = mask[from + i];
          }
        });
    return out;
  }
}
