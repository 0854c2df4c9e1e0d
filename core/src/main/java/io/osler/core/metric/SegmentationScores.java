package io.osler.core.metric;

import io.osler.core.config.Require;
import io.osler.core.volume.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * How well one structure of one case was outlined. With T the true and P the predicted voxels:
 *
 * <ul>
 *   <li>{@code dice} 2·|T ∩ P| / (|T| + |P|), {@code iou} |T ∩ P| / |T ∪ P|, {@code sensitivity} |T
 *       ∩ P| / |T|, {@code precision} |T ∩ P| / |P|, in [0, 1];
 *   <li>{@code volume-error} (|P| − |T|) in ml, {@code relative-volume-error} ||P| − |T|| / |T|;
 *   <li>{@code hd}, {@code hd95}, {@code assd}, {@code masd} in mm and {@code nsd} in [0, 1], see
 *       {@link SurfaceDistances};
 *   <li>{@code boundary-iou} the IoU of the rims: the voxels of each mask at most d voxels
 *       (chessboard) from outside it, d = 2 % of the grid's diagonal in voxels, at least 1 (Cheng
 *       et al. 2021);
 *   <li>{@code cl-dice} of the centre lines, in [0, 1]: how well thin structures hang together
 *       (Shit et al. 2021).
 * </ul>
 *
 * <p><b>Empty structures.</b> Both empty: nothing was to be found and nothing was, so only {@code
 * volume-error} (0) is defined and the case is left out of the other means. One empty: overlaps,
 * {@code nsd}, {@code boundary-iou} and {@code cl-dice} are 0 and the distances are the grid's
 * diagonal, the greatest there can be; leaving the case out would reward a missed structure.
 * Without T there is no sensitivity nor relative error, without P no precision.
 */
public record SegmentationScores(SequencedMap<String, Double> values) {
  /** All names, in order. */
  public static final List<String> NAMES =
      List.of(
          "dice",
          "iou",
          "sensitivity",
          "precision",
          "volume-error",
          "relative-volume-error",
          "hd",
          "hd95",
          "assd",
          "masd",
          "nsd",
          "boundary-iou",
          "cl-dice");

  /**
   * @param tolerance of the NSD, mm
   */
  public static SegmentationScores of(Mask truth, Mask predicted, double tolerance) {
    truth.requireSameGrid(predicted);
    Require.atLeast("tolerance", tolerance, 0);
    Overlap overlap = Overlap.of(truth.voxels(), predicted.voxels());
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    double t = overlap.truth;
    double p = overlap.predicted;
    if (t + p > 0) {
      values.put("dice", 2 * overlap.both / (t + p));
      values.put("iou", overlap.iou());
    }
    if (t > 0) {
      values.put("sensitivity", overlap.both / t);
    }
    if (p > 0) {
      values.put("precision", overlap.both / p);
    }
    values.put("volume-error", (p - t) * truth.voxelMl());
    if (t > 0) {
      values.put("relative-volume-error", Math.abs(p - t) / t);
    }
    if (t > 0 && p > 0) {
      distances(values, SurfaceDistances.of(truth, predicted), tolerance);
    } else if (t + p > 0) {
      List.of("hd", "hd95", "assd", "masd").forEach(name -> values.put(name, truth.diagonal()));
      values.put("nsd", 0.0);
    }
    if (t + p > 0) {
      int rim = rimOf(truth.size());
      values.put("boundary-iou", Overlap.of(rim(truth, rim), rim(predicted, rim)).iou());
      values.put("cl-dice", t > 0 && p > 0 ? CentreLines.dice(truth, predicted) : 0.0);
    }
    return new SegmentationScores(values);
  }

  private static void distances(
      SequencedMap<String, Double> values, SurfaceDistances surfaces, double tolerance) {
    values.put("hd", surfaces.hausdorff());
    values.put("hd95", surfaces.hausdorff(95));
    values.put("assd", surfaces.meanSymmetric());
    values.put("masd", surfaces.meanOfMeans());
    values.put("nsd", surfaces.within(tolerance));
  }

  private static int rimOf(Size size) {
    double square = (double) size.width() * size.width() + (double) size.height() * size.height();
    square += size.is2d() ? 0 : (double) size.depth() * size.depth();
    return Math.max(1, (int) Math.round(0.02 * Math.sqrt(square)));
  }

  /** The mask minus its erosion by a (2·rim + 1)-wide box; beyond the grid is outside. */
  private static boolean[] rim(Mask mask, int rim) {
    Size size = mask.size();
    boolean[] eroded = mask.voxels().clone();
    for (int axis = 0; axis < (size.is2d() ? 2 : 3); axis++) {
      erode(eroded, size, axis, rim);
    }
    boolean[] left = new boolean[eroded.length];
    for (int v = 0; v < left.length; v++) {
      left[v] = mask.voxels()[v] && !eroded[v];
    }
    return left;
  }

  /** Along one axis: a voxel stays when it and {@code rim} neighbours on each side are set. */
  private static void erode(boolean[] voxels, Size size, int axis, int rim) {
    int length = size.get(axis);
    int stride = axis == 0 ? 1 : axis == 1 ? size.width() : size.width() * size.height();
    for (int start = 0; start < voxels.length; start++) {
      if (start / stride % length != 0) {
        continue; // not the first voxel of a line
      }
      int run = 0; // set voxels in a row that end at q
      for (int q = 0; q < length + rim; q++) {
        run = q < length && voxels[start + q * stride] ? run + 1 : 0;
        if (q >= rim) {
          // Voxel q − rim is not read again, so it can be written.
          voxels[start + (q - rim) * stride] &= run > 2 * rim;
        }
      }
    }
  }

  private record Overlap(long truth, long predicted, long both) {
    static Overlap of(boolean[] truth, boolean[] predicted) {
      long t = 0;
      long p = 0;
      long both = 0;
      for (int v = 0; v < truth.length; v++) {
        t += truth[v] ? 1 : 0;
        p += predicted[v] ? 1 : 0;
        both += truth[v] && predicted[v] ? 1 : 0;
      }
      return new Overlap(t, p, both);
    }

    double iou() {
      long union = truth + predicted - both;
      return union == 0 ? 0 : both / (double) union;
    }
  }
}
