package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.List;

/**
 * Reduced by a factor along each axis with the mean over each larger cell, as a coarser scanner
 * would, then enlarged again linearly; the grid stays. A 2-D image keeps its slice. Memory: four
 * copies of the image.
 */
@About(value = "Simulates a coarser acquisition.", source = "Isensee et al. 2021")
public record LowResolution(
    @About("2 halves the resolution") double factor,
    @About("along which of i, j, k; one axis simulates thick slices") @Default("[i, j, k]")
        List<Axis> axes)
    implements Intensity {
  public LowResolution {
    axes = axes.stream().distinct().sorted().toList();
    Require.within("factor", factor, 1, 100);
  }

  public LowResolution(double factor) {
    this(factor, List.of(Axis.values()));
  }

  @Override
  public Volume apply(Volume image) {
    Size size = image.size();
    Size small = new Size(reduced(size, Axis.I), reduced(size, Axis.J), reduced(size, Axis.K));
    Volume coarse = new Resize(small, Interpolation.AREA).apply(image);
    Volume fine = new Resize(size, Interpolation.LINEAR).apply(coarse);
    return fine.size().equals(size) ? image.with(fine.voxels()) : repeated(fine, image);
  }

  /** A volume that was left one slice shows it in all. */
  private static Volume repeated(Volume slice, Volume image) {
    float[] out = new float[image.voxels().length];
    int n = slice.size().voxels();
    int depth = image.size().depth();
    for (int at = 0; at < image.channels() * depth; at++) {
      System.arraycopy(slice.voxels(), at / depth * n, out, at * n, n);
    }
    return image.with(out);
  }

  private int reduced(Size size, Axis axis) {
    int n = size.get(axis.ordinal());
    return !axes.contains(axis) ? n : (int) Math.max(1, Math.rint(n / factor));
  }
}
