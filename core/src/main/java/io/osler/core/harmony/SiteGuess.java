package io.osler.core.harmony;

import io.osler.core.config.Require;
import io.osler.core.metric.Ranking;
import io.osler.core.volume.Elimination;
import java.util.Arrays;

/**
 * How well a site is told from the others by its features: the area under the ROC curve of a linear
 * discriminant, on cases that it did not see. 0.5 is chance, 1 a giveaway.
 *
 * <p>Features are standardised; the pooled covariance is shrunk a tenth of the way to the identity;
 * folds are taken within each site, case by case in their order. Several sites: the mean over each
 * against the rest.
 */
public final class SiteGuess {
  private static final double SHRINKAGE = 0.1;

  private SiteGuess() {}

  public static double auc(double[][] features, int[] site, int folds) {
    Require.within("folds", folds, 2, 100);
    int sites = Arrays.stream(site).max().orElse(0) + 1;
    double sum = 0;
    for (int s = 0; s < (sites == 2 ? 1 : sites); s++) {
      boolean[] own = new boolean[site.length];
      for (int i = 0; i < own.length; i++) {
        own[i] = site[i] == s;
      }
      sum += against(features, own, folds);
    }
    return sum / (sites == 2 ? 1 : sites);
  }

  private static double against(double[][] features, boolean[] own, int folds) {
    int[] fold = new int[own.length];
    int[] next = new int[2];
    for (int i = 0; i < own.length; i++) {
      fold[i] = next[own[i] ? 1 : 0]++ % folds;
    }
    double[] score = new double[own.length];
    for (int f = 0; f < folds; f++) {
      double[] direction = direction(features, own, fold, f);
      for (int i = 0; i < own.length; i++) {
        if (fold[i] == f) {
          score[i] = direction[direction.length - 1];
          for (int c = 0; c + 1 < direction.length; c++) {
            score[i] += direction[c] * features[i][c];
          }
        }
      }
    }
    return Ranking.of(own, score).auc().orElse(Double.NaN);
  }

  /** Weights per feature, then the constant that puts the sides' middle at 0. */
  private static double[] direction(double[][] features, boolean[] own, int[] fold, int held) {
    int p = features[0].length;
    double[][] mean = new double[2][p];
    int[] count = new int[2];
    for (int i = 0; i < own.length; i++) {
      if (fold[i] != held) {
        int side = own[i] ? 1 : 0;
        count[side]++;
        for (int c = 0; c < p; c++) {
          mean[side][c] += features[i][c];
        }
      }
    }
    for (int c = 0; c < p; c++) {
      mean[0][c] /= Math.max(1, count[0]);
      mean[1][c] /= Math.max(1, count[1]);
    }
    double[][] rows = new double[p][p + 1];
    for (int i = 0; i < own.length; i++) {
      if (fold[i] != held) {
        double[] m = mean[own[i] ? 1 : 0];
        for (int a = 0; a < p; a++) {
          for (int b = 0; b < p; b++) {
            rows[a][b] += (features[i][a] - m[a]) * (features[i][b] - m[b]);
          }
        }
      }
    }
    int n = count[0] + count[1];
    double[] deviation = new double[p];
    for (int c = 0; c < p; c++) {
      deviation[c] = Math.sqrt(rows[c][c] / Math.max(1, n));
      deviation[c] = deviation[c] > 0 ? deviation[c] : 1;
    }
    for (int a = 0; a < p; a++) {
      for (int b = 0; b < p; b++) {
        double correlation = rows[a][b] / Math.max(1, n) / (deviation[a] * deviation[b]);
        rows[a][b] = (1 - SHRINKAGE) * correlation + (a == b ? SHRINKAGE : 0);
      }
      rows[a][p] = (mean[1][a] - mean[0][a]) / deviation[a];
    }
    Elimination.solve(rows); // the identity's share keeps it regular
    double[] direction = new double[p + 1];
    for (int c = 0; c < p; c++) {
      direction[c] = rows[c][p] / deviation[c];
      direction[p] -= direction[c] * (mean[0][c] + mean[1][c]) / 2;
    }
    return direction;
  }
}
