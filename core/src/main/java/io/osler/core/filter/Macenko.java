package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.transform.Intensity;
import io.osler.core.volume.Volume;
import java.util.Arrays;

/**
 * Densities −ln((v + 1)/I₀) as amounts of two stains, found as the extreme directions in the plane
 * of most variance; amounts are scaled to a reference's 99th percentile and painted in its colours.
 *
 * <p>The steps and the reference (haematoxylin and eosin) of Veta's implementation. Voxels with a
 * channel less dense than {@code beta} count as glass; an image with none that is denser stays as
 * it is. Memory: twice the image.
 */
@About(
    value = "Gives haematoxylin and eosin the colours of a reference.",
    source = "Macenko et al. 2009; Veta's stain normalisation")
public record Macenko(
    @About("of light through clear glass") @Unit("intensity") @Default("240") double light,
    @About("density of what counts as tissue") @Default("0.15") double beta,
    @About("of directions left out at each end") @Unit("percent") @Default("1") double alpha)
    implements Intensity {
  private static final double[][] STAINS = {{0.5626, 0.2159}, {0.7201, 0.8012}, {0.4062, 0.5581}};
  private static final double[] MOST = {1.9705, 1.0308};

  public Macenko {
    Require.within("light", light, 1, 65536);
    Require.within("beta", beta, 0, 5);
    Require.within("alpha", alpha, 0, 49);
  }

  @Override
  public Volume apply(Volume image) {
    float[] in = Colours.checked(image, "macenko").voxels();
    int n = image.size().voxels();
    double[][] dense = new double[3][n];
    int tissue = 0;
    for (int v = 0; v < n; v++) {
      double r = density(in[v]);
      double g = density(in[n + v]);
      double b = density(in[2 * n + v]);
      if (r >= beta && g >= beta && b >= beta) {
        dense[0][tissue] = r;
        dense[1][tissue] = g;
        dense[2][tissue++] = b;
      }
    }
    if (tissue < 3) {
      return image;
    }
    double[][] stains = StainPlane.of(dense, tissue).extremes(dense, tissue, alpha);
    double[][] solve = StainPlane.leastSquares(stains);
    double[] scale = new double[2];
    double[] amounts = new double[n];
    for (int s = 0; s < 2; s++) {
      double[] w = solve[s];
      for (int v = 0; v < n; v++) {
        amounts[v] =
            w[0] * density(in[v]) + w[1] * density(in[n + v]) + w[2] * density(in[2 * n + v]);
      }
      Arrays.parallelSort(amounts);
      double most = StainPlane.percentile(amounts, n, 99);
      scale[s] = most > 0 ? MOST[s] / most : 0;
    }
    return Colours.each(image, c -> paint(c, solve, scale));
  }

  private double density(double v) {
    return -Math.log((Math.max(0, v) + 1) / light);
  }

  private void paint(double[] c, double[][] solve, double[] scale) {
    double r = density(c[0]);
    double g = density(c[1]);
    double b = density(c[2]);
    double first = (solve[0][0] * r + solve[0][1] * g + solve[0][2] * b) * scale[0];
    double second = (solve[1][0] * r + solve[1][1] * g + solve[1][2] * b) * scale[1];
    for (int channel = 0; channel < 3; channel++) {
      double painted = STAINS[channel][0] * first + STAINS[channel][1] * second;
      c[channel] = Math.min(255, light * Math.exp(-painted));
    }
  }
}
