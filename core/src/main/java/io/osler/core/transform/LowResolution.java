package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;

/**
 * Reduced by a factor along each axis with the mean over each larger cell, as a coarser scanner
 * would, then enlarged again linearly; the grid stays. A 2-D image keeps its slice.
 */
@About(value = "Simulates a coarser acquisition.", source = "Isensee et al. 2021")
public record LowResolution(@About("2 halves the resolution") double factor) implements Intensity {
  public LowResolution {
    Require.within("factor", factor, 1, 100);
  }

  @Override
  public Volume apply(Volume image) {
    Size size = image.size();
    Size small = new Size(reduced(size.width()), reduced(size.height()), reduced(size.depth()));
    Volume coarse = new Resize(small, Interpolation.AREA).apply(image);
    return image.with(new Resize(size, Interpolation.LINEAR).apply(coarse).voxels());
  }

  private int reduced(int n) {
    return (int) Math.max(1, Math.rint(n / factor));
  }
}
