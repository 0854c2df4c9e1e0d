package io.osler.core.metric;

import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Distances from voxels to features nearby: the voxels around are asked by rising distance until
 * one is a feature. Outlines of one structure mostly lie within a few voxels of each other, where
 * this takes a fraction of a transform of the whole grid; what lies further away is left to others.
 */
final class Shells {
  /** Of the shortest side of a voxel; 5 in volumes, where shells grow faster. */
  private static final int REACH = 12;

  private static final int REACH_3D = 5;

  /** Every so many queries one is asked for a look at how far the others will be. */
  private static final int SAMPLED = 61;

  private static final int PIECE = 1 << 12;

  private final Size size;
  private final int[] margin;
  private final byte[] features;
  private final int[] steps;
  private final double[] distances;

  private record Step(int i, int j, int k, double squared) {}

  private Shells(int[] from, Size size, Vec3 spacing) {
    this.size = size;
    List<Step> near = near(spacing, size.is2d());
    this.margin = new int[3];
    for (Step step : near) {
      margin[0] = Math.max(margin[0], step.i());
      margin[1] = Math.max(margin[1], step.j());
      margin[2] = Math.max(margin[2], step.k());
    }
    int width = size.width() + 2 * margin[0];
    int area = width * (size.height() + 2 * margin[1]);
    this.features = new byte[area * (size.depth() + 2 * margin[2])];
    for (int feature : from) {
      features[padded(feature)] = 1;
    }
    this.steps = near.stream().mapToInt(s -> s.k() * area + s.j() * width + s.i()).toArray();
    this.distances = near.stream().mapToDouble(s -> Math.sqrt(s.squared())).toArray();
  }

  /**
   * @param sorted distances in mm of the queries that lie near a feature, rising
   * @param left the other queries: all of them when the search gave up
   */
  record Near(double[] sorted, int[] left) {}

  /** Distances from each query to the nearest feature where that is within reach. */
  static Near of(int[] queries, int[] features, Size size, Vec3 spacing) {
    double room = 1;
    for (int axis = 0; axis < 3; axis++) {
      room *= size.get(axis) + 2.0 * REACH;
    }
    if (room > Integer.MAX_VALUE - 8) {
      return new Near(new double[0], queries);
    }
    var shells = new Shells(features, size, spacing);
    int probes = 0;
    int lost = 0;
    for (int q = 0; q < queries.length; q += SAMPLED) {
      probes++;
      lost += shells.search(queries[q]) == shells.steps.length ? 1 : 0;
    }
    return 4 * lost > probes ? new Near(new double[0], queries) : shells.all(queries);
  }

  /** Distances within reach take few values: they are counted, not sorted. */
  private Near all(int[] queries) {
    int pieces = (queries.length + PIECE - 1) / PIECE;
    int[][] counts = new int[pieces][];
    int[][] lost = new int[pieces][];
    IntStream.range(0, pieces)
        .parallel()
        .forEach(
            piece -> {
              int[] count = new int[steps.length + 1];
              int[] own = new int[Math.min(PIECE, queries.length - piece * PIECE)];
              for (int q = 0; q < own.length; q++) {
                int query = queries[piece * PIECE + q];
                int step = search(query);
                own[count[steps.length]] = query;
                count[step]++;
              }
              counts[piece] = count;
              lost[piece] = Arrays.copyOf(own, count[steps.length]);
            });
    int[] left = Arrays.stream(lost).flatMapToInt(Arrays::stream).toArray();
    double[] sorted = new double[queries.length - left.length];
    int at = 0;
    for (int s = 0; s < steps.length; s++) {
      int to = at;
      for (int[] count : counts) {
        to += count[s];
      }
      Arrays.fill(sorted, at, to, distances[s]);
      at = to;
    }
    return new Near(sorted, left);
  }

  /** The first step that meets a feature; their number without one. */
  private int search(int query) {
    int at = padded(query);
    int s = 0;
    while (s < steps.length && features[at + steps[s]] == 0) {
      s++;
    }
    return s;
  }

  private int padded(int v) {
    int i = v % size.width() + margin[0];
    int j = v / size.width() % size.height() + margin[1];
    int k = v / (size.width() * size.height()) + margin[2];
    int width = size.width() + 2 * margin[0];
    return (k * (size.height() + 2 * margin[1]) + j) * width + i;
  }

  /** The nearest steps, rising; whole spheres only, so that nothing nearer is missing. */
  private static List<Step> near(Vec3 spacing, boolean flat) {
    double finest = Math.min(spacing.x(), spacing.y());
    finest = flat ? finest : Math.min(finest, spacing.z());
    double most = (flat ? REACH : REACH_3D) * finest;
    List<Step> all = new ArrayList<>();
    int ri = (int) (most / spacing.x());
    int rj = (int) (most / spacing.y());
    int rk = flat ? 0 : (int) (most / spacing.z());
    for (int k = -rk; k <= rk; k++) {
      for (int j = -rj; j <= rj; j++) {
        for (int i = -ri; i <= ri; i++) {
          double squared = squared(i * spacing.x(), j * spacing.y(), k * spacing.z());
          if (squared <= most * most) {
            all.add(new Step(i, j, k, squared));
          }
        }
      }
    }
    all.sort(Comparator.comparingDouble(Step::squared));
    return all;
  }

  private static double squared(double x, double y, double z) {
    return x * x + y * y + z * z;
  }
}
