package io.osler.core.metric;

import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Distances from voxels to features nearby: the rows of voxels around are asked by rising distance
 * until none can hold a nearer feature. A row keeps a bit for each voxel, so that one look tells
 * the nearest feature in it. Outlines of one structure mostly lie within a few voxels of each
 * other, where this takes a fraction of a transform of the whole grid; what lies further away is
 * left to others.
 */
final class Shells {
  /** How far is looked, of the shortest side of a voxel: a look shows 63 voxels at most. */
  private static final int REACH = 31;

  /** Every so many queries one is asked for a look at how far the others will be. */
  private static final int SAMPLED = 61;

  private static final int PIECE = 1 << 12;

  private final Size size;
  private final int reach; // along i, in voxels
  private final int rows; // around a voxel along j, before and after
  private final int slices;
  private final int words; // of a row
  private final double[] distances; // every one within reach, rising
  private final int[] steps; // words from a voxel's row to each row around, nearest first
  private final int[][] ranks; // for each row around, of the distances 0 to reach voxels along i

  /** A row around: voxels away along j and k. */
  private record Row(int j, int k, int[] ranks) {}

  /** What is asked around any voxel of a grid. */
  Shells(Size size, Vec3 spacing) {
    double finest = Math.min(spacing.x(), spacing.y());
    finest = size.is2d() ? finest : Math.min(finest, spacing.z());
    double most = REACH * finest;
    this.size = size;
    this.reach = Math.min(size.width() - 1, (int) (most / spacing.x()));
    this.rows = Math.min(size.height() - 1, (int) (most / spacing.y()));
    this.slices = Math.min(size.depth() - 1, (int) (most / spacing.z()));
    this.words = (size.width() + 2 * reach) / Long.SIZE + 2; // one to spare for a look across
    double[][] squared = squared(spacing);
    double[] within =
        Stream.of(squared)
            .flatMapToDouble(DoubleStream::of)
            .filter(d -> d <= most * most)
            .sorted()
            .distinct()
            .toArray();
    this.distances = DoubleStream.of(within).map(Math::sqrt).toArray();
    List<Row> near = near(Stream.of(squared).map(row -> ranks(row, within)).toList());
    this.steps =
        near.stream().mapToInt(r -> words * (r.k() * (size.height() + 2 * rows) + r.j())).toArray();
    this.ranks = near.stream().map(Row::ranks).toArray(int[][]::new);
  }

  /**
   * @param sorted distances in mm of the queries that lie near a feature, rising
   * @param left the other queries: all of them when the search gave up
   */
  record Near(double[] sorted, int[] left) {}

  /** Distances from each query to the nearest feature where that is within reach. */
  Near near(int[] queries, int[] features) {
    double room = (double) words * (size.height() + 2.0 * rows) * (size.depth() + 2.0 * slices);
    if (room > Integer.MAX_VALUE - 8) {
      return new Near(new double[0], queries);
    }
    long[] bits = bits(features);
    int probes = 0;
    int lost = 0;
    for (int q = 0; q < queries.length; q += SAMPLED) {
      probes++;
      lost += search(bits, queries[q]) == distances.length ? 1 : 0;
    }
    return 4 * lost > probes ? new Near(new double[0], queries) : all(queries, bits);
  }

  /** Distances within reach take few values: they are counted, not sorted. */
  private Near all(int[] queries, long[] bits) {
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
                int rank = search(bits, query);
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
  private int search(long[] bits, int query) {
    int from = query % size.width(); // the look's first bit: this voxel is reach bits further
    int word = row(query) + from / Long.SIZE;
    int best = distances.length;
    for (int r = 0; r < steps.length && ranks[r][0] < best; r++) {
      int at = word + steps[r];
      // Java shifts by the last six bits: the second word moves up by 64 − from.
      long look = bits[at] >>> from | bits[at + 1] << 1 << ~from;
      int after = Long.numberOfTrailingZeros(look >>> reach);
      int before = Long.numberOfLeadingZeros(look << (Long.SIZE - 1 - reach));
      int nearest = Math.min(after, before);
      if (nearest <= reach) {
        best = Math.min(best, ranks[r][nearest]);
      }
    }
    return best;
  }

  private long[] bits(int[] features) {
    long[] bits = new long[words * (size.height() + 2 * rows) * (size.depth() + 2 * slices)];
    for (int feature : features) {
      int at = feature % size.width() + reach;
      bits[row(feature) + at / Long.SIZE] |= 1L << at;
    }
    return bits;
  }

  /** Where the bits of a voxel's row begin. */
  private int row(int v) {
    int line = v / size.width();
    int j = line % size.height() + rows;
    int k = line / size.height() + slices;
    return (k * (size.height() + 2 * rows) + j) * words;
  }

  /** The rows within reach, nearest first; one is as far as those mirrored along j and k. */
  private List<Row> near(List<int[]> quadrant) {
    List<Row> near = new ArrayList<>();
    for (int k = -slices; k <= slices; k++) {
      for (int j = -rows; j <= rows; j++) {
        Row row = new Row(j, k, quadrant.get(Math.abs(k) * (rows + 1) + Math.abs(j)));
        if (row.ranks()[0] < distances.length) {
          near.add(row);
        }
      }
    }
    near.sort(Comparator.comparingInt(row -> row.ranks()[0]));
    return near;
  }

  /**
   * Squared distances in mm² of 0 to {@link #reach} voxels along i, for each row from (0, 0) on.
   */
  private double[][] squared(Vec3 spacing) {
    double[][] squared = new double[(slices + 1) * (rows + 1)][reach + 1];
    for (int k = 0; k <= slices; k++) {
      for (int j = 0; j <= rows; j++) {
        for (int i = 0; i <= reach; i++) {
          double x = i * spacing.x();
          double y = j * spacing.y();
          double z = k * spacing.z();
          squared[k * (rows + 1) + j][i] = x * x + y * y + z * z;
        }
      }
    }
    return squared;
  }

  private static int[] ranks(double[] row, double[] within) {
    return DoubleStream.of(row)
        .mapToInt(d -> Arrays.binarySearch(within, d))
        .map(rank -> rank < 0 ? within.length : rank)
        .toArray();
  }
}
