package io.osler.learn.data;

import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How one label map uses its numbers.
 *
 * @param values that occur, without 0
 * @param connected how many of them are one piece (face and corner neighbours)
 */
record Numbering(Set<Integer> values, int connected) {
  private static final int LEAST_MAPS = 2;

  /** So many maps or fewer must leave no doubt. */
  private static final int FEW_MAPS = 3;

  private static final int LEAST_OBJECTS = 3;
  private static final int MANY_OBJECTS = 8;
  private static final double MOSTLY = 0.9;

  static Numbering of(LabelMap map) {
    TreeMap<Integer, Integer> pieces = pieces(map);
    int connected = (int) pieces.values().stream().filter(n -> n == 1).count();
    return new Numbering(new TreeSet<>(pieces.keySet()), connected);
  }

  /**
   * Whether numbers stand for objects: 1 to n without a gap in each map, n differing between maps
   * and mostly above two, nearly every number in one piece. Of two or three maps each must hold
   * eight objects, and none as many as another; one map could as well be an atlas.
   */
  static boolean ofObjects(List<Numbering> maps) {
    if (maps.size() < LEAST_MAPS) {
      return false;
    }
    long gapless = maps.stream().filter(Numbering::gapless).count();
    long several = maps.stream().filter(map -> map.values.size() >= LEAST_OBJECTS).count();
    long counts = maps.stream().map(map -> map.values.size()).distinct().count();
    if (maps.size() <= FEW_MAPS
        && (gapless < maps.size()
            || counts < maps.size()
            || maps.stream().anyMatch(map -> map.values.size() < MANY_OBJECTS))) {
      return false;
    }
    int objects = maps.stream().mapToInt(map -> map.values.size()).sum();
    int connected = maps.stream().mapToInt(Numbering::connected).sum();
    return gapless >= MOSTLY * maps.size()
        && 2 * several >= maps.size()
        && 2 * counts >= Math.min(maps.size(), 8)
        && connected >= MOSTLY * objects;
  }

  private boolean gapless() {
    int n = 0;
    for (int value : values) {
      if (value != ++n) {
        return false;
      }
    }
    return true;
  }

  /** How many pieces each number has, by union of equal neighbours (rows of one slice and next). */
  private static TreeMap<Integer, Integer> pieces(LabelMap map) {
    Size size = map.size();
    int[] labels = map.labels();
    int[] parent = new int[labels.length];
    for (int v = 0; v < parent.length; v++) {
      parent[v] = v;
    }
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++) {
          int v = size.offset(i, j, k);
          if (labels[v] != 0) {
            for (int dk = -1; dk <= 0; dk++) {
              for (int dj = -1; dj <= (dk < 0 ? 1 : 0); dj++) {
                for (int di = -1; di <= (dk < 0 || dj < 0 ? 1 : -1); di++) {
                  int x = i + di;
                  int y = j + dj;
                  int z = k + dk;
                  if (x >= 0 && x < size.width() && y >= 0 && y < size.height() && z >= 0) {
                    int w = size.offset(x, y, z);
                    if (labels[w] == labels[v]) {
                      parent[root(parent, w)] = root(parent, v);
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    TreeMap<Integer, Integer> pieces = new TreeMap<>();
    for (int v = 0; v < labels.length; v++) {
      if (labels[v] != 0 && parent[v] == v) {
        pieces.merge(labels[v], 1, Integer::sum);
      }
    }
    return pieces;
  }

  private static int root(int[] parent, int v) {
    while (parent[v] != v) {
      parent[v] = parent[parent[v]];
      v = parent[v];
    }
    return v;
  }
}
