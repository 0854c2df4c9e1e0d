package io.osler.core.transform;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import java.util.function.IntFunction;

/**
 * Labels between voxels: out(o) = the highest label whose mask, linearly interpolated, reaches ½; 0
 * where none does. A voxel holds at most eight labels' shares, so that one pass does for any
 * number.
 *
 * @param axes the two voxels and their weights along i, j and k
 */
record Halves(LabelMap map, Size to, IntFunction<Taps.Pair[]> axes) {
  int[] labels() {
    Taps.Pair[] xs = axes.apply(0);
    Taps.Pair[] ys = axes.apply(1);
    Taps.Pair[] zs = axes.apply(2);
    int[] out = new int[to.voxels()];
    Parts.each(
        to.depth() * to.height(),
        line -> {
          Taps.Pair y = ys[line % to.height()];
          Taps.Pair z = zs[line / to.height()];
          int[] label = new int[8];
          double[] share = new double[8];
          for (int x = 0; x < to.width(); x++) {
            out[line * to.width() + x] = at(xs[x], y, z, label, share);
          }
        });
    return out;
  }

  private int at(Taps.Pair x, Taps.Pair y, Taps.Pair z, int[] label, double[] share) {
    int found = 0;
    for (int corner = 0; corner < 8; corner++) {
      // The products in SciPy's order: at exactly ½ rounding decides.
      double w = z.weight(corner >> 2) * y.weight(corner >> 1 & 1) * x.weight(corner & 1);
      if (w > 0) {
        int value = map.at(x.at(corner & 1), y.at(corner >> 1 & 1), z.at(corner >> 2));
        int at = 0;
        while (at < found && label[at] != value) {
          at++;
        }
        if (at == found) {
          label[found] = value;
          share[found++] = 0;
        }
        share[at] += w;
      }
    }
    int best = 0;
    boolean any = false;
    for (int at = 0; at < found; at++) {
      if (share[at] >= 0.5 && (!any || label[at] > best)) {
        best = label[at];
        any = true;
      }
    }
    return best;
  }
}
