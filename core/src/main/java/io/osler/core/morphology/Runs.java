package io.osler.core.morphology;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;
import java.util.Arrays;

/**
 * The runs of equal foreground along i, and which of them hang together: union-find on runs, slabs
 * of slices in parallel, then across their borders. The root of a set is its first run in raster
 * order, so that labels do not depend on the slabs.
 */
public final class Runs {
  private static final int SLABS = 16;

  private final Size size;
  private final int connectivity;

  /** Of each row the number of its first run; one more at the end. */
  private final int[] row;

  /** First voxel and one past the last, along i. */
  private final int[] from;

  private final int[] to;
  private final int[] parent;

  /** What belongs to the foreground. */
  @FunctionalInterface
  public interface Inside {
    boolean holds(float v);
  }

  /** Of the voxels that are inside; connectivity as in {@link Components}. */
  public Runs(float[] v, Size size, int connectivity, Inside inside) {
    this.size = size;
    this.connectivity = connectivity;
    int rows = size.height() * size.depth();
    int width = size.width();
    row = new int[rows + 1];
    Parts.each(rows, r -> row[r + 1] = count(v, r * width, width, inside));
    for (int r = 0; r < rows; r++) {
      row[r + 1] += row[r];
    }
    from = new int[row[rows]];
    to = new int[from.length];
    parent = new int[from.length];
    Parts.each(rows, r -> fill(v, r * width, width, inside, row[r]));
    join();
  }

  private static int count(float[] v, int at, int width, Inside inside) {
    int n = 0;
    boolean before = false;
    for (int i = 0; i < width; i++) {
      boolean now = inside.holds(v[at + i]);
      n += now && !before ? 1 : 0;
      before = now;
    }
    return n;
  }

  private void fill(float[] v, int at, int width, Inside inside, int run) {
    int i = 0;
    while (i < width) {
      if (inside.holds(v[at + i])) {
        from[run] = i;
        while (i < width && inside.holds(v[at + i])) {
          i++;
        }
        to[run] = i;
        parent[run] = run;
        run++;
      } else {
        i++;
      }
    }
  }

  private void join() {
    int depth = size.depth();
    int slabs = Math.min(SLABS, depth > 1 ? depth : size.height());
    int units = depth > 1 ? depth : size.height();
    Parts.each(
        slabs,
        s -> {
          int first = (int) ((long) units * s / slabs);
          int end = (int) ((long) units * (s + 1) / slabs);
          for (int u = first; u < end; u++) {
            unit(u, u > first);
          }
        });
    for (int s = 1; s < slabs; s++) {
      back((int) ((long) units * s / slabs));
    }
  }

  /** Joins the rows of a slice (or one row, in 2-D), and with what comes before where asked. */
  private void unit(int u, boolean before) {
    if (size.depth() > 1) {
      for (int j = 1; j < size.height(); j++) {
        int here = u * size.height() + j;
        rows(here, here - 1, connectivity > 1 ? 1 : 0);
      }
    }
    if (before) {
      back(u);
    }
  }

  private void back(int u) {
    if (size.depth() == 1) {
      rows(u, u - 1, connectivity > 1 ? 1 : 0);
      return;
    }
    int height = size.height();
    for (int j = 0; j < height; j++) {
      for (int dj = -1; dj <= 1; dj++) {
        boolean counts = dj == 0 || connectivity > 1;
        if (counts && j + dj >= 0 && j + dj < height) {
          int reach = dj == 0 ? (connectivity > 1 ? 1 : 0) : (connectivity > 2 ? 1 : 0);
          rows(u * height + j, (u - 1) * height + j + dj, reach);
        }
      }
    }
  }

  /** Joins runs of two rows that overlap once one of them is widened by {@code reach}. */
  private void rows(int here, int there, int reach) {
    int a = row[here];
    int b = row[there];
    while (a < row[here + 1] && b < row[there + 1]) {
      if (from[a] < to[b] + reach && from[b] < to[a] + reach) {
        union(a, b);
      }
      if (to[a] < to[b]) {
        a++;
      } else {
        b++;
      }
    }
  }

  private int root(int run) {
    while (parent[run] != run) {
      parent[run] = parent[parent[run]];
      run = parent[run];
    }
    return run;
  }

  private void union(int a, int b) {
    int x = root(a);
    int y = root(b);
    if (x < y) {
      parent[y] = x;
    } else {
      parent[x] = y;
    }
  }

  /** Of each run its component, numbered from 1 in raster order of the first voxel. */
  public int[] components() {
    int[] number = new int[parent.length];
    int n = 0;
    for (int run = 0; run < number.length; run++) {
      int root = root(run);
      number[run] = root == run ? ++n : number[root];
    }
    return number;
  }

  /** Voxels of each component; entry 0 is none. */
  long[] sizes(int[] components) {
    long[] sizes = new long[Arrays.stream(components).max().orElse(0) + 1];
    for (int run = 0; run < components.length; run++) {
      sizes[components[run]] += to[run] - from[run];
    }
    return sizes;
  }

  /** Which components reach the image's border; axes of one voxel have none. */
  boolean[] atBorder(int[] components) {
    boolean[] border = new boolean[Arrays.stream(components).max().orElse(0) + 1];
    for (int r = 0; r + 1 < row.length; r++) {
      int j = r % size.height();
      int k = r / size.height();
      boolean edge = edge(j, size.height()) || edge(k, size.depth());
      for (int run = row[r]; run < row[r + 1]; run++) {
        boolean ends = size.width() > 1 && (from[run] == 0 || to[run] == size.width());
        border[components[run]] |= edge || ends;
      }
    }
    return border;
  }

  private static boolean edge(int p, int n) {
    return n > 1 && (p == 0 || p == n - 1);
  }

  /** The run that holds voxel (i, j, k), −1 where it is outside. */
  public int at(int i, int j, int k) {
    int r = k * size.height() + j;
    for (int run = row[r]; run < row[r + 1]; run++) {
      if (from[run] <= i && i < to[run]) {
        return run;
      }
    }
    return -1;
  }

  /** A value per run, nought between runs. */
  public float[] paint(float[] values) {
    float[] out = new float[size.voxels()];
    Parts.each(
        row.length - 1,
        r -> {
          int at = r * size.width();
          for (int run = row[r]; run < row[r + 1]; run++) {
            if (values[run] != 0) {
              Arrays.fill(out, at + from[run], at + to[run], values[run]);
            }
          }
        });
    return out;
  }
}
