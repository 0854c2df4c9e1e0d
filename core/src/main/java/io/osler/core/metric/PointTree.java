package io.osler.core.metric;

import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.stream.IntStream;

/**
 * min over features y of √Σ (sₐ·(xₐ − yₐ))², as {@link DistanceTransform#at}, by a k-d tree over
 * the features: quicker where surfaces are thin and the box around them is large.
 */
final class PointTree {
  private static final int LEAF = 8;
  private static final int CHUNK = 2048;

  private final double[][] position; // (axis, point) in mm, reordered into the tree
  private final byte[] axisOf; // the axis a range is split along, at the range's middle

  private PointTree(double[][] position) {
    this.position = position;
    this.axisOf = new byte[position[0].length];
    build(0, axisOf.length);
  }

  /** Distance in mm from each query to the nearest feature; both are voxel offsets. */
  static double[] at(int[] queries, int[] features, Size size, Vec3 spacing) {
    var tree = new PointTree(positions(features, size, spacing));
    double[][] from = positions(queries, size, spacing);
    double[] distances = new double[queries.length];
    IntStream.range(0, (queries.length + CHUNK - 1) / CHUNK)
        .parallel()
        .forEach(
            chunk -> {
              // A query's neighbour is mostly near the same feature: a tight bound to start with.
              Search search = tree.new Search();
              int end = Math.min(queries.length, (chunk + 1) * CHUNK);
              for (int q = chunk * CHUNK; q < end; q++) {
                distances[q] = search.nearest(from[0][q], from[1][q], from[2][q]);
              }
            });
    return distances;
  }

  private static double[][] positions(int[] voxels, Size size, Vec3 spacing) {
    double[][] position = new double[3][voxels.length];
    int area = size.width() * size.height();
    for (int v = 0; v < voxels.length; v++) {
      position[0][v] = voxels[v] % size.width() * spacing.x();
      position[1][v] = voxels[v] % area / size.width() * spacing.y();
      position[2][v] = voxels[v] / area * spacing.z();
    }
    return position;
  }

  /** Splits the range at its median along its longest axis, until a leaf is left. */
  private void build(int from, int to) {
    if (to - from <= LEAF) {
      return;
    }
    int middle = (from + to) >>> 1;
    int axis = longestAxis(from, to);
    axisOf[middle] = (byte) axis;
    select(position[axis], from, to - 1, middle);
    build(from, middle);
    build(middle + 1, to);
  }

  private int longestAxis(int from, int to) {
    int longest = 0;
    double length = -1;
    for (int axis = 0; axis < 3; axis++) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int p = from; p < to; p++) {
        least = Math.min(least, position[axis][p]);
        most = Math.max(most, position[axis][p]);
      }
      if (most - least > length) {
        length = most - least;
        longest = axis;
      }
    }
    return longest;
  }

  /** Hoare's selection: the middle gets the value that sorting would put there. */
  private void select(double[] key, int first, int last, int middle) {
    int low = first;
    int high = last;
    while (low < high) {
      double pivot = key[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (key[i] < pivot) {
          i++;
        }
        while (key[j] > pivot) {
          j--;
        }
        if (i <= j) {
          swap(i++, j--);
        }
      }
      if (middle <= j) {
        high = j;
      } else if (middle >= i) {
        low = i;
      } else {
        return;
      }
    }
  }

  private void swap(int a, int b) {
    for (double[] axis : position) {
      double held = axis[a];
      axis[a] = axis[b];
      axis[b] = held;
    }
  }

  /** One thread's search; it remembers the last nearest point. */
  private final class Search {
    private double x;
    private double y;
    private double z;
    private double best;
    private int nearest;

    double nearest(double qx, double qy, double qz) {
      x = qx;
      y = qy;
      z = qz;
      best = Double.POSITIVE_INFINITY;
      visit(nearest);
      descend(0, axisOf.length, 0, 0, 0);
      return Math.sqrt(best);
    }

    /** ox, oy, oz: how far the query is outside the range's cell along each axis. */
    private void descend(int from, int to, double ox, double oy, double oz) {
      if (to - from <= LEAF) {
        for (int p = from; p < to; p++) {
          visit(p);
        }
        return;
      }
      int middle = (from + to) >>> 1;
      int axis = axisOf[middle];
      double offset = (axis == 0 ? x : axis == 1 ? y : z) - position[axis][middle];
      visit(middle);
      if (offset < 0) {
        descend(from, middle, ox, oy, oz);
      } else {
        descend(middle + 1, to, ox, oy, oz);
      }
      double fx = axis == 0 ? offset : ox;
      double fy = axis == 1 ? offset : oy;
      double fz = axis == 2 ? offset : oz;
      if (fx * fx + fy * fy + fz * fz < best) {
        if (offset < 0) {
          descend(middle + 1, to, fx, fy, fz);
        } else {
          descend(from, middle, fx, fy, fz);
        }
      }
    }

    private void visit(int p) {
      double dx = x - position[0][p];
      double dy = y - position[1][p];
      double dz = z - position[2][p];
      double squared = dx * dx + dy * dy + dz * dz;
      if (squared < best) {
        best = squared;
        nearest = p;
      }
    }
  }
}
