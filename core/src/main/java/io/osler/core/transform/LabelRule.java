package io.osler.core.transform;

import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** How labels move to places between voxels; neither rule makes a value that was not there. */
public enum LabelRule {
  /** The nearest voxel's label. */
  NEAREST,
  /**
   * Each label's mask is interpolated linearly and the largest share wins, the lower label among
   * equals: smoother outlines, at the cost of one interpolation per label.
   */
  LINEAR;

  /**
   * The linear rule by whatever moves images: argmax over labels of move(1[map = label]). Three
   * copies of the map beside the result.
   */
  static int[] shares(LabelMap map, Size to, UnaryOperator<Volume> move) {
    int[] values = Arrays.stream(map.labels()).distinct().sorted().toArray();
    int[] out = new int[to.voxels()];
    float[] most = new float[out.length];
    float[] own = new float[map.labels().length];
    for (int value : values) {
      for (int v = 0; v < own.length; v++) {
        own[v] = map.labels()[v] == value ? 1 : 0;
      }
      float[] share = move.apply(Volume.of(map.size(), map.geometry(), own)).voxels();
      for (int v = 0; v < out.length; v++) {
        // The hair: shares that differ by rounding alone are equal.
        if (share[v] > most[v] + 1e-6f) {
          most[v] = share[v];
          out[v] = value;
        }
      }
    }
    return out;
  }
}
