package io.osler.core.metric;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Distances in mm from each surface voxel of one mask to the nearest surface voxel of the other,
 * centre to centre.
 *
 * <p>A surface voxel is one of the mask with a face neighbour outside the mask or outside the grid
 * (edge neighbour in 2-D): mask minus its erosion, as MONAI and SciPy do. Both arrays rise.
 *
 * @param toTruth from the predicted surface to the true one
 * @param toPredicted from the true surface to the predicted one
 */
public record SurfaceDistances(double[] toTruth, double[] toPredicted) {
  /** About how many voxels can be transformed while one is searched for in a tree. */
  private static final long VOXELS_PER_SEARCH = 16;

  /** Both masks need a voxel; see {@link SegmentationScores} for the rule on empty ones. */
  public static SurfaceDistances of(Mask truth, Mask predicted) {
    truth.requireSameGrid(predicted);
    Box box = Box.around(truth, predicted);
    int[] trueSurface = box.surface(truth);
    int[] predictedSurface = box.surface(predicted);
    if (trueSurface.length == 0 || predictedSurface.length == 0) {
      throw new InputException(
          "An empty mask has no surface.",
          "a structure that is missing in the truth or in the prediction.",
          "ask for SegmentationScores, which state what an empty structure counts.");
    }
    Shells shells = new Shells(box.size, truth.spacing());
    double[][] directed =
        Stream.of(
                new int[][] {predictedSurface, trueSurface},
                new int[][] {trueSurface, predictedSurface})
            .parallel()
            .map(pair -> distances(shells, pair[0], pair[1], box.size, truth.spacing()))
            .toArray(double[][]::new);
    return new SurfaceDistances(directed[0], directed[1]);
  }

  /** Most lie near; the others are searched for by their number, or transformed. Rising. */
  private static double[] distances(Shells shells, int[] from, int[] to, Size box, Vec3 spacing) {
    Shells.Near near = shells.near(from, to);
    double[] far = far(near.left(), to, box, spacing);
    Arrays.parallelSort(far);
    double[] all = Arrays.copyOf(near.sorted(), near.sorted().length + far.length);
    System.arraycopy(far, 0, all, near.sorted().length, far.length);
    return all;
  }

  /** Searching costs by the surface voxel, transforming by the voxel of the box. */
  private static double[] far(int[] from, int[] to, Size box, Vec3 spacing) {
    if (from.length == 0) {
      return new double[0];
    }
    return VOXELS_PER_SEARCH * (from.length + to.length) < box.voxels()
        ? PointTree.at(from, to, box, spacing)
        : DistanceTransform.at(from, to, box, spacing);
  }

  /** The greatest distance of all: HD. */
  public double hausdorff() {
    return hausdorff(100);
  }

  /** The greater of the two directed percentiles, each by linear interpolation: HD95 for 95. */
  public double hausdorff(double percentile) {
    Require.within("percentile", percentile, 0, 100);
    return Math.max(
        Bootstrap.quantile(toTruth, percentile / 100),
        Bootstrap.quantile(toPredicted, percentile / 100));
  }

  /** ASSD: the mean over the distances of both directions together. */
  public double meanSymmetric() {
    return (sum(toTruth) + sum(toPredicted)) / (toTruth.length + toPredicted.length);
  }

  /** MASD: the mean of the two directed means. */
  public double meanOfMeans() {
    return (sum(toTruth) / toTruth.length + sum(toPredicted) / toPredicted.length) / 2;
  }

  /** NSD: the share of both surfaces that lies within {@code tolerance} mm of the other. */
  public double within(double tolerance) {
    Require.atLeast("tolerance", tolerance, 0);
    double most = tolerance + 1e-9; // 3 · 0.1 mm is within 0.3 mm, whatever the last bit says
    long near = Arrays.stream(toTruth).filter(d -> d <= most).count();
    near += Arrays.stream(toPredicted).filter(d -> d <= most).count();
    return near / (double) (toTruth.length + toPredicted.length);
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  /** The smallest box that holds both masks: distances between them need no voxel outside. */
  private static final class Box {
    final Size size;
    private final int[] first;

    private Box(int[] first, int[] last) {
      this.first = first;
      this.size = new Size(last[0] - first[0] + 1, last[1] - first[1] + 1, last[2] - first[2] + 1);
    }

    static Box around(Mask a, Mask b) {
      int[][] ends =
          IntStream.range(0, a.size().depth())
              .parallel()
              .mapToObj(k -> slice(a, b, k))
              .reduce(none(), Box::joined);
      return ends[1][0] < 0 ? new Box(new int[3], new int[3]) : new Box(ends[0], ends[1]);
    }

    private static int[][] none() {
      int far = Integer.MAX_VALUE;
      return new int[][] {{far, far, far}, {-1, -1, -1}};
    }

    private static int[][] joined(int[][] a, int[][] b) {
      int[][] both = none();
      for (int axis = 0; axis < 3; axis++) {
        both[0][axis] = Math.min(a[0][axis], b[0][axis]);
        both[1][axis] = Math.max(a[1][axis], b[1][axis]);
      }
      return both;
    }

    /** The first and the last (i, j, k) of either mask in one slice. */
    private static int[][] slice(Mask a, Mask b, int k) {
      int width = a.size().width();
      boolean[] nothing = new boolean[width];
      int[][] ends = none();
      for (int j = 0; j < a.size().height(); j++) {
        int row = a.size().offset(0, j, k);
        int from = first(a, b, row, row + width, nothing) - row;
        if (from == width) {
          continue;
        }
        int to = Math.max(from, ends[1][0]); // what lies before another row's last is no news
        if (first(a, b, row + to + 1, row + width, nothing) < row + width) {
          to = width - 1;
          while (!(a.voxels()[row + to] || b.voxels()[row + to])) {
            to--;
          }
        }
        ends = joined(ends, new int[][] {{from, j, k}, {to, j, k}});
      }
      return ends;
    }

    private static int first(Mask a, Mask b, int from, int to, boolean[] nothing) {
      return first(b.voxels(), from, first(a.voxels(), from, to, nothing), nothing);
    }

    /** The first voxel that is set, or {@code to}; {@code nothing} is a row without one. */
    private static int first(boolean[] in, int from, int to, boolean[] nothing) {
      int at = Arrays.mismatch(in, from, to, nothing, 0, to - from);
      return at < 0 ? to : from + at;
    }

    /** Offsets in this box of the mask's surface voxels, rising. */
    int[] surface(Mask mask) {
      int[][] slices = new int[size.depth()][];
      IntStream.range(0, size.depth()).parallel().forEach(k -> slices[k] = slice(mask, k));
      int count = Arrays.stream(slices).mapToInt(slice -> slice.length).sum();
      int[] all = new int[count];
      int at = 0;
      for (int[] slice : slices) {
        System.arraycopy(slice, 0, all, at, slice.length);
        at += slice.length;
      }
      return all;
    }

    private int[] slice(Mask mask, int k) {
      Size grid = mask.size();
      int width = grid.width();
      int gk = k + first[2];
      boolean end = !grid.is2d() && (gk == 0 || gk + 1 == grid.depth());
      boolean[] edge = new boolean[width];
      boolean[] nothing = new boolean[width];
      int last = first[0] + size.width();
      int[] found = new int[256];
      int count = 0;
      for (int j = 0; j < size.height(); j++) {
        int gj = j + first[1];
        int row = grid.offset(0, gj, gk);
        System.arraycopy(mask.voxels(), row, edge, 0, width);
        if (!end && gj > 0 && gj + 1 < grid.height()) {
          dropInner(mask, row, edge);
        }
        int here = size.offset(0, j, k) - first[0];
        for (int i = first(edge, first[0], last, nothing);
            i < last;
            i = first(edge, i + 1, last, nothing)) {
          found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
          found[count++] = here + i;
        }
      }
      return Arrays.copyOf(found, count);
    }

    /** Takes out voxels whose face neighbours are all set, eight and more at a time. */
    private static void dropInner(Mask mask, int row, boolean[] edge) {
      boolean[] in = mask.voxels();
      int width = edge.length;
      int area = mask.size().is2d() ? width : width * mask.size().height(); // a slice has rows only
      for (int i = 1; i < width - 1; i++) {
        int v = row + i;
        edge[i] ^=
            in[v]
                & in[v - 1]
                & in[v + 1]
                & in[v - width]
                & in[v + width]
                & in[v - area]
                & in[v + area];
      }
    }
  }
}
