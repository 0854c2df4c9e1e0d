package io.osler.core.metric;

import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Distances from voxels to features nearby: the rows of voxels around are asked by rising distance
 * until none can hold a nearer feature. A row keeps a bit for each voxel, so that one look tells
 * the nearest feature in it. Outlines of one structure mostly lie within a few voxels of each
 * other, where this takes a fraction of a transform of the whole grid; what lies further away is
 * left to others.
 */
final class Shells {
  /** How far is looked, of the shortest side of a voxel; a look shows less than 64 voxels. */
  private static final int REACH = 12;

  /** Every so many queries one is asked for a look at how far the others will be. */
  private static final int SAMPLED = 61;

  private static final int PIECE = 1 << 12;

  private final Size size;
  private final int reach; // along i, in voxels
  private final int rows; // around a voxel along j, before and after
  private final int slices;
  private final int words; // of a row
  private final long[] bits;
  private final double[] distances; // every one within reach, rising
  private final int[] steps; // words from a voxel's row to each row around, nearest first
  private final int[] ranks; // for each row around, of the distances 0 to reach voxels along i

  /** A row around: voxels away along j and k, and how far that is in mm², squared. */
  private record Row(int j, int k, double squared) {}

  private Shells(int[] features, Size size, Vec3 spacing) {
    this.size = size;
    double finest = Math.min(spacing.x(), spacing.y());
    finest = size.is2d() ? finest : Math.min(finest, spacing.z());
    double most = REACH * finest;
    this.reach = (int) (most / spacing.x());
    this.rows = (int) (most / spacing.y());
    this.slices = size.is2d() ? 0 : (int) (most / spacing.z());
    this.words = (size.width() + 2 * reach) / Long.SIZE + 2; // one to spare for a look across
    this.bits = new long[words * (size.height() + 2 * rows) * (size.depth() + 2 * slices)];
    for (int feature : features) {
      int at = feature % size.width() + reach;
      bits[row(feature) + at / Long.SIZE] |= 1L << at;
    }
    List<Row> near = near(spacing, most);
    this.steps =
        near.stream().mapToInt(r -> words * (r.k() * (size.height() + 2 * rows) + r.j())).toArray();
    double[] squared = squared(near, spacing);
    double[] within =
        DoubleStream.of(squared).filter(d -> d <= most * most).sorted().distinct().toArray();
    this.distances = DoubleStream.of(within).map(Math::sqrt).toArray();
    this.ranks =
        DoubleStream.of(squared)
            .mapToInt(d -> d <= most * most ? Arrays.binarySearch(within, d) : within.length)
            .toArray();
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
      lost += shells.search(queries[q]) == shells.distances.length ? 1 : 0;
    }
    return 4 * lost > probes ? new Near(new double[0], queries) : shells.all(queries);
  }

  /** Distances within reach take few values: they are counted, not sorted. */
  private Near all(int[] queries) {
    int values = distances.length;
    int pieces = (queries.length + PIECE - 1) / PIECE;
    int[][] counts = new int[pieces][];
    int[][] lost = new int[pieces][];
    IntStream.range(0, pieces)
        .parallel()
        .forEach(
            piece -> {
              int[] count = new int[values + 1];
              int[] own = new int[Math.min(PIECE, queries.length - piece * PIECE)];
              for (int q = 0; q < own.length; q++) {
                int query = queries[piece * PIECE + q];
                int rank = search(query);
                own[count[values]] = query;
                count[rank]++;
              }
              counts[piece] = count;
              lost[piece] = Arrays.copyOf(own, count[values]);
            });
    int[] left = Arrays.stream(lost).flatMapToInt(Arrays::stream).toArray();
    double[] sorted = new double[queries.length - left.length];
    int at = 0;
    for (int rank = 0; rank < values; rank++) {
      int to = at;
      for (int[] count : counts) {
        to += count[rank];
      }
      Arrays.fill(sorted, at, to, distances[rank]);
      at = to;
    }
    return new Near(sorted, left);
  }

  /** The rank of the nearest feature's distance; their number when none is within reach. */
  private int search(int query) {
    int from = query % size.width(); // the look's first bit: this voxel is reach bits further
    int word = row(query) + from / Long.SIZE;
    int best = distances.length;
    for (int r = 0, rank = 0; r < steps.length && ranks[rank] < best; r++, rank += reach + 1) {
      int at = word + steps[r];
      // Java shifts by the last six bits: the second word, moves up by 64 − from.
      long look = bits[at] >>> from | bits[at + 1] << 1 << ~from;
      int after = Long.numberOfTrailingZeros(look >>> reach);
      int before = Long.numberOfLeadingZeros(look << (Long.SIZE - 1 - reach));
      int nearest = Math.min(after, before);
      if (nearest <= reach) {
        best = Math.min(best, ranks[rank + nearest]);
      }
    }
    return best;
  }

  /** Where the bits of a voxel's row begin. */
  private int row(int v) {
    int line = v / size.width();
    int j = line % size.height() + rows;
    int k = line / size.height() + slices;
    return (k * (size.height() + 2 * rows) + j) * words;
  }

  /** The rows within reach, nearest first. */
  private List<Row> near(Vec3 spacing, double most) {
    List<Row> near = new ArrayList<>();
    for (int k = -slices; k <= slices; k++) {
      for (int j = -rows; j <= rows; j++) {
        Row row = new Row(j, k, squared(0, j * spacing.y(), k * spacing.z()));
        if (row.squared() <= most * most) {
          near.add(row);
        }
      }
    }
    near.sort(Comparator.comparingDouble(Row::squared));
    return near;
  }

  /** Squared distances in mm² of 0 to {@link #reach} voxels along i, row by row. */
  private double[] squared(List<Row> near, Vec3 spacing) {
    double[] squared = new double[near.size() * (reach + 1)];
    for (int r = 0, at = 0; r < near.size(); r++) {
      Row row = near.get(r);
      for (int i = 0; i <= reach; i++) {
        squared[at++] = squared(i * spacing.x(), row.j() * spacing.y(), row.k() * spacing.z());
      }
    }
    return squared;
  }

  private static double squared(double x, double y, double z) {
    return x * x + y * y + z * z;
  }
}
