package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Parts;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * Σ w(x, y)·v(y) / Σ w(x, y) over the y within {@code search} voxels, w = exp(−max(0, D − 2σ²)/h²),
 * D the mean squared difference of the patches around x and y; borders mirrored.
 *
 * <p>Patches are cubes without Gaussian weights, summed as boxes (Darbon 2008, Froment 2014).
 * scikit-image's fast mode differs: it leaves out one face of each patch and counts the centre
 * twice. Memory: two copies of a channel and a few planes per thread.
 */
@About(
    value = "Averages voxels whose surroundings look alike.",
    source = "Buades, Coll and Morel 2005; Froment 2014")
public record NonLocalMeans(
    @About("difference of patches that still counts as alike") @Unit("intensity") double h,
    @About("half the edge of a patch") @Unit("voxels") @Default("1") int patch,
    @About("how far to look") @Unit("voxels") @Default("5") int search,
    @About("of the noise; 0 where unknown") @Unit("intensity") @Default("0") double sigma)
    implements ByChannel {
  private static final int BAND = 32;

  public NonLocalMeans {
    Require.positive("h", h);
    Require.within("patch", patch, 0, 10);
    Require.within("search", search, 1, 30);
    Require.atLeast("sigma", sigma, 0);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    Padded padded = Padded.of(in, size, patch + search, Outside.MIRROR);
    float[] out = new float[in.length];
    int bands = (size.height() + BAND - 1) / BAND;
    Parts.each(
        size.depth() * bands,
        part -> {
          int first = part % bands * BAND;
          int end = Math.min(size.height(), first + BAND);
          new Patches(padded, size.width(), patch, part / bands, first, end)
              .means(1 / (h * h), 2 * sigma * sigma / (h * h), out, size);
        });
    return out;
  }
}
