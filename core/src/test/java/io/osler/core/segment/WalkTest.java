package io.osler.core.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.volume.OddImages;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fast solution against Gauss's elimination on the whole matrix of Grady 2006. */
class WalkTest {
  private static final double BETA = 5;

  @ParameterizedTest
  @MethodSource("io.osler.core.volume.OddImages#all")
  void probabilitiesSolveTheDirichletProblem(OddImages image) {
    Size size = image.size();
    int n = size.voxels();
    if (n < 3) {
      return; // no room for two seeds and a voxel between
    }
    float[] seeds = new float[n];
    seeds[0] = -1;
    seeds[n / 2] = -3;
    seeds[n - 1] = -7;
    Walk walk = new Walk(image.voxels(), size, BETA, seeds);
    double[][] exact = eliminated(image.voxels(), size, seeds, new int[] {1, 3, 7});
    int[] labels = {1, 3, 7};
    for (int l = 0; l < 3; l++) {
      float[] fast = walk.probability(labels[l], 1e-8);
      for (int v = 0; v < n; v++) {
        assertThat((double) fast[v])
            .as("label %d at %d", labels[l], v)
            .isCloseTo(exact[l][v], within(2e-4));
      }
    }
    List<Seed> marks = List.of(seed(size, 0, 1), seed(size, n / 2, 3), seed(size, n - 1, 7));
    float[] winner = new RandomWalker(marks, BETA, 1e-8).channel(image.voxels(), size, Vec3.ONE);
    for (int v = 0; v < n; v++) {
      double best = Math.max(exact[0][v], Math.max(exact[1][v], exact[2][v]));
      int l = winner[v] == 1 ? 0 : winner[v] == 3 ? 1 : 2;
      assertThat(exact[l][v]).isCloseTo(best, within(4e-4));
      assertThat(winner[v]).isEqualTo(labels[l]);
    }
  }

  private static Seed seed(Size size, int v, int label) {
    int slice = size.width() * size.height();
    return new Seed(v % size.width(), v % slice / size.width(), v / slice, label);
  }

  private static double[][] eliminated(float[] in, Size size, float[] seeds, int[] labels) {
    int n = in.length;
    double mean = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float v : in) {
      mean += v / (double) n;
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    double variance = 0;
    for (float v : in) {
      variance += (v - mean) * (v - mean) / n;
    }
    double range = high > low ? high - low : 1;
    double deviation = high > low ? Math.sqrt(variance) / range : 1;
    double[][] a = new double[n][n + labels.length];
    for (int v = 0; v < n; v++) {
      if (seeds[v] < 0) {
        a[v][v] = 1;
        for (int l = 0; l < labels.length; l++) {
          a[v][n + l] = seeds[v] == -labels[l] ? 1 : 0;
        }
        continue;
      }
      for (int side = 0; side < 6; side++) {
        int w = Minima.neighbour(size, v, side);
        if (w >= 0) {
          double d = (in[v] - (double) in[w]) / range;
          double weight = Math.exp(-BETA * d * d / (10 * deviation)) + 1e-10;
          a[v][v] += weight;
          a[v][w] -= weight;
        }
      }
    }
    for (int p = 0; p < n; p++) {
      // Diagonally dominant: no row need be exchanged.
      for (int r = 0; r < n; r++) {
        double factor = r == p ? 0 : a[r][p] / a[p][p];
        for (int c = p; factor != 0 && c < n + labels.length; c++) {
          a[r][c] -= factor * a[p][c];
        }
      }
    }
    double[][] x = new double[labels.length][n];
    for (int l = 0; l < labels.length; l++) {
      for (int v = 0; v < n; v++) {
        x[l][v] = a[v][n + l] / a[v][v];
      }
    }
    return x;
  }
}
