package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Parts;
import io.osler.core.transform.Intensity;
import io.osler.core.volume.Volume;

/**
 * Densities −ln((v + 1)/I₀) as amounts of two stains, found as the extreme directions in the plane
 * of most variance; amounts are scaled to a reference's 99th percentile and painted in its colours.
 *
 * <p>The steps and the reference (haematoxylin and eosin) of Veta's implementation. Voxels with a
 * channel less dense than {@code beta} count as glass; an image with none that is denser stays as
 * it is. Memory: five times the image.
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
    double[][] density = new double[3][n];
    for (int c = 0; c < 3; c++) {
      double[] channel = density[c];
      int first = c * n;
      Parts.each(n, v -> channel[v] = density(in[first + v]));
    }
    double[][] stains = stains(density, n);
    if (stains.length == 0) {
      return image;
    }
    double[][] solve = StainPlane.leastSquares(stains);
    double[] scale = new double[2];
    double[] amounts = new double[n];
    for (int s = 0; s < 2; s++) {
      double[] w = solve[s];
      Parts.each(n, v -> amounts[v] = amount(w, density, v));
      double most = OrderStatistic.percentile(amounts, n, 99);
      scale[s] = most > 0 ? MOST[s] / most : 0;
    }
    float[] out = new float[in.length];
    Parts.each(
        n,
        v -> {
          double first = amount(solve[0], density, v) * scale[0];
          double second = amount(solve[1], density, v) * scale[1];
          for (int c = 0; c < 3; c++) {
            double painted = STAINS[c][0] * first + STAINS[c][1] * second;
            out[c * n + v] = (float) Math.min(255, light * Math.exp(-painted));
          }
        });
    return image.with(out);
  }

  /** The stains' directions as columns; none where there is too little tissue to tell. */
  private double[][] stains(double[][] density, int n) {
    double[][] dense = new double[3][n];
    int tissue = 0;
    for (int v = 0; v < n; v++) {
      if (density[0][v] >= beta && density[1][v] >= beta && density[2][v] >= beta) {
        for (int c = 0; c < 3; c++) {
          dense[c][tissue] = density[c][v];
        }
        tissue++;
      }
    }
    return tissue < 3
        ? new double[0][]
        : StainPlane.of(dense, tissue).extremes(dense, tissue, alpha);
  }

  private double density(double v) {
    return -Math.log((Math.max(0, v) + 1) / light);
  }

  private static double amount(double[] solve, double[][] density, int v) {
    return solve[0] * density[0][v] + solve[1] * density[1][v] + solve[2] * density[2][v];
  }
}
