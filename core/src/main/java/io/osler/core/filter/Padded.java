package io.osler.core.filter;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;

/**
 * A grid with {@code reach} voxels more on each side (none along an axis of one voxel), so that
 * neighbourhoods need no border case: voxel (i, j, k) lies at {@link #offset}.
 */
record Padded(float[] voxels, Size size, int ri, int rj, int rk) {
  static Padded of(float[] in, Size size, int reach, Outside border) {
    int ri = size.width() > 1 ? reach : 0;
    int rj = size.height() > 1 ? reach : 0;
    int rk = size.depth() > 1 ? reach : 0;
    Size wide = new Size(size.width() + 2 * ri, size.height() + 2 * rj, size.depth() + 2 * rk);
    int[] is = border.table(size.width(), ri);
    int[] js = border.table(size.height(), rj);
    int[] ks = border.table(size.depth(), rk);
    float[] out = new float[wide.voxels()];
    Parts.each(
        wide.depth(),
        k -> {
          for (int j = 0; j < js.length; j++) {
            int from = size.offset(0, js[j], ks[k]);
            int to = wide.offset(0, j, k);
            System.arraycopy(in, from, out, to + ri, size.width());
            for (int i = 0; i < ri; i++) {
              out[to + i] = in[from + is[i]];
              out[to + ri + size.width() + i] = in[from + is[ri + size.width() + i]];
            }
          }
        });
    return new Padded(out, wide, ri, rj, rk);
  }

  /** Where voxel (i, j, k) of the grid without padding lies. */
  int offset(int i, int j, int k) {
    return size.offset(i + ri, j + rj, k + rk);
  }

  int stride(int axis) {
    return axis == 0 ? 1 : axis == 1 ? size.width() : size.width() * size.height();
  }
}
