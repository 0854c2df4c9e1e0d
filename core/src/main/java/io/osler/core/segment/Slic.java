package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.filter.Gauss;
import io.osler.core.filter.Outside;
import io.osler.core.transform.Channels;
import io.osler.core.transform.Intensity;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;

/**
 * 1, 2, 3 … on superpixels: k-means on place and colour, each centre seeing only a window of twice
 * its spacing, distance² = |Δx|²/S² + |Δc|²/m², then small parts join a neighbour.
 *
 * <p>scikit-image's slic: channels are scaled together to 0 … 1, three are taken as red, green,
 * blue and compared in CIELAB. The result has one channel. Memory: the channels once and three
 * copies.
 */
@About(
    value = "Small regions of like colour, about as many as wanted.",
    source = "Achanta et al. 2012; scikit-image slic")
public record Slic(
    @About("about how many") @Default("100") int segments,
    @About("m: the higher, the squarer; about 0.1 for grey, 10 for colour") @Default("0.1")
        double compactness,
    @About("of k-means") @Default("10") int iterations,
    @About("of a Gaussian before") @Unit("voxels") @Default("0") double sigma)
    implements Intensity {
  public Slic {
    Require.within("segments", segments, 1, 1 << 23);
    Require.within("compactness", compactness, 1e-6, 1e6);
    Require.within("iterations", iterations, 1, 1000);
    Require.within("sigma", sigma, 0, 100);
  }

  @Override
  public Volume apply(Volume image) {
    Size size = image.size();
    float[][] colours = scaled(Channels.moderate(image, "slic"));
    if (colours.length == 3) {
      Lab.from(colours);
    }
    for (int c = 0; c < colours.length && sigma > 0; c++) {
      colours[c] = Gauss.blur(colours[c], size, sigma, Outside.SYMMETRIC::index);
    }
    float weight = (float) (1 / compactness);
    for (float[] colour : colours) {
      for (int v = 0; v < colour.length; v++) {
        colour[v] *= weight;
      }
    }
    Centres centres = new Centres(size, segments, colours);
    int[] nearest = new int[size.voxels()];
    for (int n = 0; n < iterations; n++) {
      centres.assign(nearest);
      centres.move(nearest);
    }
    double each = (double) size.voxels() / centres.count();
    return image.with(Tidy.joined(nearest, size, (int) (0.5 * each), (int) (3 * each)));
  }

  private static float[][] scaled(Volume image) {
    float[] v = image.voxels();
    float low = v[0];
    float high = v[0];
    for (float x : v) {
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
    float range = high > low ? high - low : 1;
    int n = image.size().voxels();
    float[][] out = new float[image.channels()][n];
    for (int c = 0; c < out.length; c++) {
      for (int i = 0; i < n; i++) {
        out[c][i] = (v[c * n + i] - low) / range;
      }
    }
    return out;
  }
}
