package io.osler.core.harmony;

import io.osler.core.config.Require;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * MMD² = mean k(x, x′) + mean k(y, y′) − 2·mean k(x, y), unbiased (x ≠ x′), k the Gaussian kernel
 * exp(−|a − b|²/(2h²)) with h the median distance; p by permuting the rows' sides. Gretton et al.
 * 2012. Near 0, and also below it, when both sides come from one distribution.
 *
 * @param p share of permutations with an MMD² at least as large, the observed one counted
 */
public record Mmd(double squared, double p) {
  public static Mmd of(double[][] first, double[][] second, int permutations, long seed) {
    Require.atLeast("rows", Math.min(first.length, second.length), 2);
    int n = first.length;
    int all = n + second.length;
    double[][] rows = Arrays.copyOf(first, all);
    System.arraycopy(second, 0, rows, n, second.length);
    double[][] kernel = kernel(rows);
    int[] order = new int[all];
    Arrays.setAll(order, i -> i);
    double observed = squared(kernel, order, n);
    SplittableRandom random = new SplittableRandom(seed);
    int larger = 1;
    for (int t = 0; t < permutations; t++) {
      for (int i = all - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swap = order[i];
        order[i] = order[j];
        order[j] = swap;
      }
      larger += squared(kernel, order, n) >= observed - 1e-15 ? 1 : 0;
    }
    return new Mmd(observed, larger / (permutations + 1.0));
  }

  private static double[][] kernel(double[][] rows) {
    int n = rows.length;
    double[][] kernel = new double[n][n];
    double[] all = new double[n * (n - 1) / 2];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double d = 0;
        for (int f = 0; f < rows[i].length; f++) {
          d += (rows[i][f] - rows[j][f]) * (rows[i][f] - rows[j][f]);
        }
        kernel[i][j] = d;
        all[at++] = d;
      }
    }
    Arrays.sort(all);
    double median = (all[(at - 1) / 2] + all[at / 2]) / 2;
    double width = median > 0 ? median : 1;
    for (int i = 0; i < n; i++) {
      kernel[i][i] = 1;
      for (int j = 0; j < i; j++) {
        kernel[i][j] = Math.exp(-kernel[i][j] / (2 * width));
        kernel[j][i] = kernel[i][j];
      }
    }
    return kernel;
  }

  private static double squared(double[][] kernel, int[] order, int n) {
    double xx = 0;
    double yy = 0;
    double xy = 0;
    int all = order.length;
    for (int i = 0; i < all; i++) {
      for (int j = 0; j < i; j++) {
        double k = kernel[order[i]][order[j]];
        if (i < n) {
          xx += k;
        } else if (j >= n) {
          yy += k;
        } else {
          xy += k;
        }
      }
    }
    int m = all - n;
    return 2 * xx / ((double) n * (n - 1))
        + 2 * yy / ((double) m * (m - 1))
        - 2 * xy / ((double) n * m);
  }
}
