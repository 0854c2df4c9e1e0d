package io.osler.learn.task;

import io.osler.core.metric.InstanceScores;
import io.osler.core.metric.Mask;
import io.osler.core.metric.SegmentationScores;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.data.Outlines;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How well one case was outlined, per structure; voxels whose truth is not known do not count.
 *
 * @param structures name → metric → value; foreground structures only
 * @param instances metric → value, of numbered objects; empty otherwise
 */
public record OutlineScores(
    String id,
    String patient,
    SequencedMap<String, SequencedMap<String, Double>> structures,
    SequencedMap<String, Double> instances) {

  /**
   * @param truth as files hold it, {@code coded} a prediction as {@link OutlineCodec} encodes it;
   *     of instances both hold objects' numbers
   * @param tolerance of the NSD, mm
   */
  static OutlineScores of(
      String id,
      String patient,
      Outlines outlines,
      LabelMap truth,
      LabelMap coded,
      double tolerance) {
    SequencedMap<String, SequencedMap<String, Double>> structures = new LinkedHashMap<>();
    if (outlines.instances()) {
      String name = outlines.structures().getFirst().name();
      structures.put(name, scores(any(truth), any(coded), tolerance));
      return new OutlineScores(
          id,
          patient,
          structures,
          InstanceScores.of(truth.labels(), coded.labels(), truth.size()).values());
    }
    OutlineCodec codec = new OutlineCodec(outlines);
    int[] known = codec.encode(truth).labels();
    for (int s = 0; s < outlines.structures().size(); s++) {
      structures.put(
          outlines.structures().get(s).name(),
          structure(codec, s, truth, known, codec.mask(coded.labels(), s), tolerance));
    }
    return new OutlineScores(id, patient, structures, new LinkedHashMap<>());
  }

  /** Scores of one structure, from the encoded truth and a predicted mask. */
  static SequencedMap<String, Double> structure(
      OutlineCodec codec,
      int s,
      LabelMap grid,
      int[] known,
      boolean[] predicted,
      double tolerance) {
    boolean[] found = predicted;
    if (codec.outlines().ignore().isPresent()) {
      found = predicted.clone();
      for (int v = 0; v < found.length; v++) {
        found[v] &= known[v] != OutlineCodec.UNKNOWN;
      }
    }
    return scores(mask(grid, codec.mask(known, s)), mask(grid, found), tolerance);
  }

  /** The metrics, and both volumes in ml. */
  private static SequencedMap<String, Double> scores(Mask truth, Mask found, double tolerance) {
    SequencedMap<String, Double> values =
        new LinkedHashMap<>(SegmentationScores.of(truth, found, tolerance).values());
    values.put("true-volume", truth.count() * truth.voxelMl());
    values.put("volume", found.count() * found.voxelMl());
    return values;
  }

  /** Of objects the AP, else the mean Dice over structures; NaN where none is defined. */
  double overall() {
    if (instances.containsKey("ap")) {
      return instances.getOrDefault("ap", Double.NaN);
    }
    return structures.values().stream()
        .filter(metrics -> metrics.containsKey("dice"))
        .mapToDouble(metrics -> metrics.getOrDefault("dice", 0.0))
        .average()
        .orElse(Double.NaN);
  }

  private static Mask any(LabelMap map) {
    boolean[] mask = new boolean[map.labels().length];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = map.labels()[v] > 0;
    }
    return mask(map, mask);
  }

  private static Mask mask(LabelMap grid, boolean[] voxels) {
    Size size = grid.size();
    return new Mask(size, grid.geometry().spacing(), voxels);
  }
}
