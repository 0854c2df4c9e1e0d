package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Unit;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;
import java.util.List;

/**
 * Floods the image as a landscape from its seeds, or from all its regional minima, lowest voxels
 * first, of equal ones those reached first, over faces; every voxel gets the label that reaches it.
 *
 * <p>scikit-image's watershed. Voxels wait in one queue per distinct value; a tree of bits finds
 * the lowest that is not empty. Memory: seven copies of a channel.
 */
@About(
    value = "Divides a landscape, such as a gradient, into its basins.",
    source = "Meyer 1991; Soille and Ansoult 1990; scikit-image watershed")
public record Watershed(
    @About("[i, j, k, label] of each; all minima where there are none")
        @Unit("voxels")
        @Default("[]")
        List<Seed> seeds)
    implements ByChannel {
  public Watershed {
    seeds = List.copyOf(seeds);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    float[] labels = new float[in.length];
    if (seeds.isEmpty()) {
      labels = Minima.of(in, size);
    }
    for (Seed s : Seed.within(seeds, size)) {
      labels[s.offset(size)] = s.label();
    }
    Ranks ranks = Ranks.of(in);
    Queues queues = new Queues(in.length, ranks.count());
    for (int v = 0; v < labels.length; v++) {
      if (labels[v] != 0) {
        queues.add(v, ranks.of()[v]);
      }
    }
    flood(labels, ranks.of(), queues, size);
    return labels;
  }

  private static void flood(float[] labels, int[] rank, Queues queues, Size size) {
    int w = size.width();
    int slice = w * size.height();
    int last = labels.length - slice;
    int level = queues.lowest();
    while (level >= 0) {
      int v = queues.take(level);
      float label = labels[v];
      int i = v % w;
      int inSlice = v % slice;
      if (v >= slice) {
        reach(labels, rank, queues, v - slice, label, level);
      }
      if (inSlice >= w) {
        reach(labels, rank, queues, v - w, label, level);
      }
      if (i > 0) {
        reach(labels, rank, queues, v - 1, label, level);
      }
      if (i < w - 1) {
        reach(labels, rank, queues, v + 1, label, level);
      }
      if (inSlice < slice - w) {
        reach(labels, rank, queues, v + w, label, level);
      }
      if (v < last) {
        reach(labels, rank, queues, v + slice, label, level);
      }
      level = queues.lowest();
    }
  }

  private static void reach(
      float[] labels, int[] rank, Queues queues, int v, float label, int level) {
    if (labels[v] == 0) {
      labels[v] = label;
      queues.add(v, Math.max(level, rank[v]));
    }
  }

  /** First-in-first-out queues of voxels, one per rank; each voxel waits in one at most. */
  private static final class Queues {
    private final int[] head;
    private final int[] tail;
    private final int[] next;

    /** Bit q of level 0 says that queue q holds something, of level l + 1 that word q of l does. */
    private final long[][] bits;

    Queues(int voxels, int ranks) {
      head = new int[ranks];
      tail = new int[ranks];
      next = new int[voxels];
      Arrays.fill(head, -1);
      int words = (ranks + 63) / 64;
      long[][] levels = new long[7][];
      int n = 0;
      levels[n++] = new long[words];
      while (words > 1) {
        words = (words + 63) / 64;
        levels[n++] = new long[words];
      }
      bits = Arrays.copyOf(levels, n);
    }

    void add(int v, int rank) {
      next[v] = -1;
      if (head[rank] < 0) {
        head[rank] = v;
        int at = rank;
        for (long[] level : bits) {
          level[at >> 6] |= 1L << at;
          at >>= 6;
        }
      } else {
        next[tail[rank]] = v;
      }
      tail[rank] = v;
    }

    int take(int rank) {
      int v = head[rank];
      head[rank] = next[v];
      if (head[rank] < 0) {
        int at = rank;
        for (long[] level : bits) {
          level[at >> 6] &= ~(1L << at);
          if (level[at >> 6] != 0) {
            break;
          }
          at >>= 6;
        }
      }
      return v;
    }

    /** −1 when all are empty. */
    int lowest() {
      int at = 0;
      for (int level = bits.length - 1; level >= 0; level--) {
        long word = bits[level][at];
        if (word == 0) {
          return -1;
        }
        at = at << 6 | Long.numberOfTrailingZeros(word);
      }
      return at;
    }
  }
}
