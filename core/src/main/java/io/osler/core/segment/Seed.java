package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.InputException;
import io.osler.core.volume.Size;
import java.util.List;

/** A voxel that is known to belong to a label; {@code [i, j, k]} stands for label 1. */
public record Seed(
    int i, int j, int k, @About("of what it belongs to, from 1") @Default("1") int label) {

  /** The seeds, if all lie in the image. */
  static List<Seed> within(List<Seed> seeds, Size size) {
    for (Seed s : seeds) {
      boolean inside =
          s.i >= 0
              && s.i < size.width()
              && s.j >= 0
              && s.j < size.height()
              && s.k >= 0
              && s.k < size.depth();
      if (!inside) {
        throw new InputException(
            "The seed ["
                + s.i
                + ", "
                + s.j
                + ", "
                + s.k
                + "] lies outside the image of "
                + size
                + ".",
            "seeds count voxels from 0, along i, j and k.",
            "give voxels of this image.");
      }
    }
    return seeds;
  }

  int offset(Size size) {
    return size.offset(i, j, k);
  }
}
