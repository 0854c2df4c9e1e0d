package io.osler.core.metric;

import io.osler.core.config.Require;
import io.osler.core.volume.Size;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * How well single objects were found in one image. Label maps hold one value per object, 0 is
 * background; which value an object has does not matter. A true and a predicted object match at t
 * when their IoU is above t ≥ 0.5, which at most one pair per object can be.
 *
 * <ul>
 *   <li>{@code ap}: TP / (TP + FP + FN), mean over t = 0.5, 0.55, … 0.95 (the 2018 Data Science
 *       Bowl's); {@code ap50}, {@code ap75} at one t;
 *   <li>{@code segmentation-quality} mean IoU of the matches at 0.5 (0 without any), {@code
 *       recognition-quality} 2·TP / (2·TP + FP + FN), {@code panoptic-quality} their product
 *       (Kirillov et al. 2019);
 *   <li>{@code aggregated-jaccard}: Σ |Tᵢ ∩ P_best(i)| / (Σ |Tᵢ ∪ P_best(i)| + Σ |P never best|),
 *       best by IoU, the lower label of equal ones (Kumar et al. 2017);
 *   <li>{@code adapted-rand-error}: 1 − the F-score of "these two voxels lie in one object", over
 *       pairs of voxels that are not background in the truth; predicted background is one object
 *       (Arganda-Carreras et al. 2015, as scikit-image counts);
 *   <li>{@code warping-error}: the share of voxels at which objects are split, merged, lost or
 *       invented, however boundaries lie (Jain et al. 2010, see {@link Warping}).
 * </ul>
 *
 * <p>No true and no predicted object: nothing is defined. Only one side empty: all but the errors
 * are 0, and the Rand error is undefined without a true object of two voxels.
 */
public record InstanceScores(SequencedMap<String, Double> values) {
  /** All names, in order. */
  public static final List<String> NAMES =
      List.of(
          "ap",
          "ap50",
          "ap75",
          "panoptic-quality",
          "segmentation-quality",
          "recognition-quality",
          "aggregated-jaccard",
          "adapted-rand-error",
          "warping-error");

  private static final int THRESHOLDS = 10;

  /** Compares two label maps of the same size. */
  public static InstanceScores of(int[] truth, int[] predicted, Size size) {
    Require.that(truth.length == size.voxels(), "truth.length", truth.length, "" + size.voxels());
    Require.that(
        truth.length == predicted.length, "predicted.length", predicted.length, "" + truth.length);
    Pairs pairs = Pairs.of(truth, predicted);
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    int objects = pairs.truth.size() + pairs.predicted.size();
    if (objects > 0) {
      double[] ap = new double[THRESHOLDS];
      for (int t = 0; t < THRESHOLDS; t++) {
        long hits = pairs.hits(t);
        ap[t] = hits / (double) (objects - hits);
      }
      double recognition = 2.0 * pairs.hits(0) / objects;
      double segmentation = pairs.meanIouOfMatches();
      values.put("ap", Arrays.stream(ap).average().orElseThrow());
      values.put("ap50", ap[0]);
      values.put("ap75", ap[5]);
      values.put("panoptic-quality", segmentation * recognition);
      values.put("segmentation-quality", segmentation);
      values.put("recognition-quality", recognition);
      values.put("aggregated-jaccard", pairs.aggregatedJaccard());
    }
    if (pairs.truth.values().stream().anyMatch(n -> n > 1)) {
      values.put("adapted-rand-error", pairs.randError());
    }
    if (objects > 0) {
      values.put("warping-error", Warping.error(truth, predicted, size));
    }
    return new InstanceScores(values);
  }

  private record Pair(int truth, int predicted) {}

  /** Sizes of the objects and of their overlaps; overlaps with predicted background included. */
  private record Pairs(
      Map<Integer, Long> truth, Map<Integer, Long> predicted, Map<Pair, Long> overlap) {
    static Pairs of(int[] truth, int[] predicted) {
      Map<Integer, Long> sizes = new TreeMap<>();
      Map<Integer, Long> predictedSizes = new TreeMap<>();
      Map<Pair, Long> overlap = new HashMap<>();
      // Equal neighbours are counted together: one look-up per run, not per voxel.
      for (int from = 0; from < truth.length; ) {
        int to = from + 1;
        while (to < truth.length && truth[to] == truth[from] && predicted[to] == predicted[from]) {
          to++;
        }
        long run = to - from;
        if (truth[from] != 0) {
          sizes.merge(truth[from], run, Long::sum);
          overlap.merge(new Pair(truth[from], predicted[from]), run, Long::sum);
        }
        if (predicted[from] != 0) {
          predictedSizes.merge(predicted[from], run, Long::sum);
        }
        from = to;
      }
      return new Pairs(sizes, predictedSizes, overlap);
    }

    private static long size(Map<Integer, Long> sizes, int label) {
      return sizes.getOrDefault(label, 0L);
    }

    private long union(Pair pair, long both) {
      return size(truth, pair.truth) + size(predicted, pair.predicted) - both;
    }

    /** Pairs with IoU > 0.5 + 0.05·step, compared in whole numbers. */
    long hits(int step) {
      return overlap.entrySet().stream()
          .filter(e -> e.getKey().predicted != 0)
          .filter(e -> 20 * e.getValue() > (10 + step) * union(e.getKey(), e.getValue()))
          .count();
    }

    double meanIouOfMatches() {
      return overlap.entrySet().stream()
          .filter(e -> e.getKey().predicted != 0)
          .mapToDouble(e -> e.getValue() / (double) union(e.getKey(), e.getValue()))
          .filter(iou -> iou > 0.5)
          .sorted() // so that the sum does not hang on the map's order
          .average()
          .orElse(0);
    }

    double aggregatedJaccard() {
      Map<Integer, Map.Entry<Pair, Long>> best = new HashMap<>();
      for (Map.Entry<Pair, Long> entry : overlap.entrySet()) {
        if (entry.getKey().predicted != 0) {
          best.merge(entry.getKey().truth, entry, this::better);
        }
      }
      long above = 0;
      long below = 0;
      Map<Integer, Long> unused = new TreeMap<>(predicted);
      for (Map.Entry<Integer, Long> object : truth.entrySet()) {
        if (best.containsKey(object.getKey())) {
          Map.Entry<Pair, Long> entry = best.get(object.getKey());
          above += entry.getValue();
          below += union(entry.getKey(), entry.getValue());
          unused.remove(entry.getKey().predicted);
        } else {
          below += object.getValue();
        }
      }
      for (long size : unused.values()) {
        below += size;
      }
      return above / (double) below;
    }

    private Map.Entry<Pair, Long> better(Map.Entry<Pair, Long> a, Map.Entry<Pair, Long> b) {
      double iouA = a.getValue() / (double) union(a.getKey(), a.getValue());
      double iouB = b.getValue() / (double) union(b.getKey(), b.getValue());
      boolean first = iouA > iouB || (iouA == iouB && a.getKey().predicted < b.getKey().predicted);
      return first ? a : b;
    }

    /** Some true object has two voxels. */
    double randError() {
      Map<Integer, Long> predictedInside = new HashMap<>();
      overlap.forEach((pair, n) -> predictedInside.merge(pair.predicted, n, Long::sum));
      double found = voxelPairs(predictedInside.values());
      double actual = voxelPairs(truth.values());
      return 1 - 2 * voxelPairs(overlap.values()) / (found + actual);
    }

    /** Σ n² − n, twice the number of pairs of voxels that lie together. */
    private static double voxelPairs(Collection<Long> sizes) {
      return sizes.stream().mapToDouble(n -> (double) n * (n - 1)).sum();
    }
  }
}
