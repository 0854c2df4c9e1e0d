package io.osler.core.wavelet;

import io.osler.core.parallel.Rows;
import io.osler.core.volume.Size;

/** An image lengthened beyond its last voxels by mirroring with the edge, and back. */
final class Mirrored {
  private Mirrored() {}

  static float[] to(float[] in, Size size, Size wide) {
    float[] out = new float[wide.voxels()];
    Rows.each(
        wide,
        (j, k, at) -> {
          int from = size.offset(0, index(j, size.height()), index(k, size.depth()));
          for (int i = 0; i < wide.width(); i++) {
            out[at + i] = in[from + index(i, size.width())];
          }
        });
    return out;
  }

  private static int index(int p, int n) {
    int q = p % (2 * n);
    return q < n ? q : 2 * n - 1 - q;
  }

  static float[] crop(float[] in, Size wide, Size size) {
    float[] out = new float[size.voxels()];
    Rows.each(
        size, (j, k, at) -> System.arraycopy(in, wide.offset(0, j, k), out, at, size.width()));
    return out;
  }
}
