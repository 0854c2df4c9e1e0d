package io.osler.learn.task;

import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;

/** A prepared case of which boxes are asked for, wherever it lies. */
sealed interface Stored permits Stored.Kept, Chunks {
  Size size();

  Geometry geometry();

  /** The voxels from {@code low} on, a box of this size that lies inside. */
  Case box(int[] low, Size box);

  /** In memory. */
  record Kept(Case one) implements Stored {
    @Override
    public Size size() {
      return one.image().size();
    }

    @Override
    public Geometry geometry() {
      return one.image().geometry();
    }

    @Override
    public Case box(int[] low, Size box) {
      Volume image = one.image();
      if (box.equals(image.size())) {
        return one;
      }
      int[] labels = ((Truth.Mask) one.truth()).map().labels();
      int n = box.voxels();
      float[] voxels = new float[image.channels() * n];
      int[] codes = new int[n];
      for (int k = 0; k < box.depth(); k++) {
        for (int j = 0; j < box.height(); j++) {
          int from = image.size().offset(low[0], low[1] + j, low[2] + k);
          int to = box.offset(0, j, k);
          System.arraycopy(labels, from, codes, to, box.width());
          for (int c = 0; c < image.channels(); c++) {
            int channel = c * image.size().voxels();
            System.arraycopy(image.voxels(), channel + from, voxels, c * n + to, box.width());
          }
        }
      }
      Geometry there = geometry().startingAt(new Vec3(low[0], low[1], low[2]));
      return one.with(
          new Volume(box, image.channels(), there, voxels),
          new Truth.Mask(new LabelMap(box, there, codes)));
    }
  }
}
