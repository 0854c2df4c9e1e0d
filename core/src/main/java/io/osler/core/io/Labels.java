package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Volume;
import java.nio.file.Path;

/** Intensities that are labels: whole numbers of one channel, exact in float32 (below 2²⁴). */
final class Labels {
  private Labels() {}

  static LabelMap of(Path file, Volume volume) {
    if (volume.channels() != 1) {
      throw new InputException(
          file + " has " + volume.channels() + " channels; labels have one.",
          "a colour picture, or probabilities instead of labels.",
          "give one label per voxel.");
    }
    float[] voxels = volume.voxels();
    int[] labels = new int[voxels.length];
    for (int i = 0; i < voxels.length; i++) {
      float v = voxels[i];
      int label = Math.round(v);
      if (!(Math.abs(v - label) <= 1e-4f) || Math.abs(label) > 1 << 24) {
        throw new InputException(
            file + " holds " + v + ", which is no label.",
            "an intensity image, probabilities, or labels that were interpolated.",
            "give whole numbers; resample labels with nearest neighbour.");
      }
      labels[i] = label;
    }
    return new LabelMap(volume.size(), volume.geometry(), labels);
  }
}
