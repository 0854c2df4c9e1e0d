package io.osler.core.morphology;

import io.osler.core.config.Require;
import io.osler.core.transform.Voxel;
import io.osler.core.volume.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A structuring element B: a set of offsets, held as runs along i. Along an axis of one voxel it
 * has no extent.
 */
public record Element(List<Run> runs) {
  /** Offsets (from … to, dj, dk). */
  public record Run(int dj, int dk, int from, int to) {}

  public Element {
    runs = List.copyOf(runs);
  }

  static Element of(Shape shape, int radius, Size size) {
    List<Run> runs = new ArrayList<>();
    int ri = size.width() > 1 ? radius : 0;
    int rj = size.height() > 1 ? radius : 0;
    int rk = size.depth() > 1 ? radius : 0;
    for (int dk = -rk; dk <= rk; dk++) {
      for (int dj = -rj; dj <= rj; dj++) {
        int half =
            switch (shape) {
              case BOX -> radius;
              case CROSS -> radius - Math.abs(dj) - Math.abs(dk);
              case BALL -> root(radius * radius - dj * dj - dk * dk);
            };
        if (half >= 0) {
          int reach = Math.min(ri, half);
          runs.add(new Run(dj, dk, -reach, reach));
        }
      }
    }
    return new Element(runs);
  }

  /** ⌊√n⌋, −1 where n is negative. */
  private static int root(int n) {
    return n < 0 ? -1 : (int) Math.sqrt(n);
  }

  /** Any set of offsets. */
  public static Element of(List<Voxel> offsets, Size size) {
    TreeMap<Long, TreeSet<Integer>> rows = new TreeMap<>();
    for (Voxel d : offsets) {
      Require.within("element", Math.max(Math.abs(d.i()), Math.abs(d.j())), 0, 1000);
      Require.within("element", Math.abs(d.k()), 0, 1000);
      int i = size.width() > 1 ? d.i() : 0;
      int j = size.height() > 1 ? d.j() : 0;
      int k = size.depth() > 1 ? d.k() : 0;
      rows.computeIfAbsent(k * 100_000L + j, key -> new TreeSet<>()).add(i);
    }
    List<Run> runs = new ArrayList<>();
    rows.forEach(
        (key, is) -> {
          int dk = (int) Math.round(key / 100_000.0);
          int dj = (int) (key - dk * 100_000L);
          int from = is.first();
          int last = from;
          for (int i : is.tailSet(from, false)) {
            if (i != last + 1) {
              runs.add(new Run(dj, dk, from, last));
              from = i;
            }
            last = i;
          }
          runs.add(new Run(dj, dk, from, last));
        });
    return new Element(runs);
  }

  /** The offsets' opposites. */
  Element mirrored() {
    return new Element(
        runs.stream().map(r -> new Run(-r.dj(), -r.dk(), -r.to(), -r.from())).toList());
  }
}
