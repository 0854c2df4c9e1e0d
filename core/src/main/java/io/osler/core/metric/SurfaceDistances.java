package io.osler.core.metric;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.core.volume.Size;
import java.util.Arrays;
import java.util.stream.IntStream;

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
    double[] toTruth =
        DistanceTransform.at(predictedSurface, trueSurface, box.size, truth.spacing());
    double[] toPredicted =
        DistanceTransform.at(trueSurface, predictedSurface, box.size, truth.spacing());
    Arrays.parallelSort(toTruth);
    Arrays.parallelSort(toPredicted);
    return new SurfaceDistances(toTruth, toPredicted);
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
      this.size =
          new Size(last[0] - first[0] + 1, last[1] - first[1] + 1, last[2] - first[2] + 1);
    }

    static Box around(Mask a, Mask b) {
      Size size = a.size();
      int[] first = {size.width(), size.height(), size.depth()};
      int[] last = {-1, -1, -1};
      for (int k = 0; k < size.depth(); k++) {
        for (int j = 0; j < size.height(); j++) {
          int row = size.offset(0, j, k);
          int from = 0;
          int to = size.width() - 1;
          while (from <= to && !(a.voxels()[row + from] || b.voxels()[row + from])) {
            from++;
          }
          while (to > from && !(a.voxels()[row + to] || b.voxels()[row + to])) {
            to--;
          }
          if (from <= to) {
            include(first, last, from, j, k);
            include(first, last, to, j, k);
          }
        }
      }
      return last[0] < 0 ? new Box(new int[3], new int[3]) : new Box(first, last);
    }

    private static void include(int[] first, int[] last, int... voxel) {
      for (int axis = 0; axis < 3; axis++) {
        first[axis] = Math.min(first[axis], voxel[axis]);
        last[axis] = Math.max(last[axis], voxel[axis]);
      }
    }

    /** Offsets in this box of the mask's surface voxels, rising. */
    int[] surface(Mask mask) {
      return IntStream.range(0, size.depth())
          .parallel()
          .mapToObj(k -> surfaceOfSlice(mask, k))
          .flatMapToInt(Arrays::stream)
          .toArray();
    }

    private int[] surfaceOfSlice(Mask mask, int k) {
      Size grid = mask.size();
      boolean[] in = mask.voxels();
      int area = grid.width() * grid.height();
      IntStream.Builder found = IntStream.builder();
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++) {
          int gi = i + first[0];
          int gj = j + first[1];
          int gk = k + first[2];
          int v = grid.offset(gi, gj, gk);
          if (in[v]
              && !(gi > 0 && in[v - 1]
                  && gi + 1 < grid.width() && in[v + 1]
                  && gj > 0 && in[v - grid.width()]
                  && gj + 1 < grid.height() && in[v + grid.width()]
                  && (grid.is2d()
                      || (gk > 0 && in[v - area] && gk + 1 < grid.depth() && in[v + area])))) {
            found.add(size.offset(i, j, k));
          }
        }
      }
      return found.build().toArray();
    }
  }
}
