package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.Optional;

/**
 * The smallest box that holds every voxel above the threshold in any channel, widened by a margin
 * and cut at the border. An image without such a voxel stays whole. Masks are cut by the image's
 * box. Memory: two copies of the image.
 */
@About("Cuts away the empty rim.")
public record CropToForeground(
    @About("what is above it is foreground") @Unit("the image's") @Default("0") double threshold,
    @About("kept around it") @Unit("voxels") @Default("0") int margin)
    implements Transform {
  public CropToForeground {
    Require.that(!Double.isNaN(threshold), "threshold", threshold, "a number");
    Require.within("margin", margin, 0, 1 << 20);
  }

  @Override
  public Case apply(Case one) {
    return box(one.image()).apply(one);
  }

  @Override
  public Optional<Transform> inverse(Case before) {
    return box(before.image()).inverse(before);
  }

  /** The crop that it comes to for this image. */
  Crop box(Volume image) {
    Size size = image.size();
    int[] low = {size.width(), size.height(), size.depth()};
    int[] high = {-1, -1, -1};
    int row = 0;
    for (int c = 0; c < image.channels(); c++) {
      for (int k = 0; k < size.depth(); k++) {
        for (int j = 0; j < size.height(); j++, row += size.width()) {
          int first = 0;
          while (first < size.width() && !(image.voxels()[row + first] > threshold)) {
            first++;
          }
          if (first < size.width()) {
            int last = size.width() - 1;
            while (!(image.voxels()[row + last] > threshold)) {
              last--;
            }
            low[0] = Math.min(low[0], first);
            high[0] = Math.max(high[0], last);
            low[1] = Math.min(low[1], j);
            high[1] = Math.max(high[1], j);
            low[2] = Math.min(low[2], k);
            high[2] = Math.max(high[2], k);
          }
        }
      }
    }
    if (high[0] < 0) {
      return new Crop(Voxel.ZERO, size);
    }
    for (int axis = 0; axis < 3; axis++) {
      low[axis] = Math.max(0, low[axis] - margin);
      high[axis] = Math.min(size.get(axis) - 1, high[axis] + margin);
    }
    return new Crop(
        new Voxel(low[0], low[1], low[2]),
        new Size(high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1));
  }
}
