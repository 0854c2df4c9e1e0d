package io.osler.core.harmony;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.core.volume.Elimination;
import java.util.Arrays;

/**
 * x = α + Z·β + σ·(γ_site + δ_site·ε) per feature; harmonised, x′ = σ·(s − γ*)/√δ* + α + Z·β, s the
 * standardised x. γ* and δ* are empirical Bayes estimates, drawn towards their mean over features.
 *
 * <p>Johnson et al. 2007, Fortin et al. 2018 (neuroCombat's parametric adjustment), iterated to
 * 1e-10. Covariates Z, such as age or diagnosis, are kept. Sites need two cases each; a feature
 * that is constant stays.
 */
public final class Combat {
  private static final int MOST_ITERATIONS = 10_000;
  private static final double SETTLED = 1e-10;

  private final double[] mean;
  private final double[][] slopes;
  private final double[] deviation;
  private final double[][] shift;
  private final double[][] scale;

  private Combat(
      double[] mean, double[][] slopes, double[] deviation, double[][] shift, double[][] scale) {
    this.mean = mean;
    this.slopes = slopes;
    this.deviation = deviation;
    this.shift = shift;
    this.scale = scale;
  }

  /**
   * Learns from all cases together.
   *
   * @param features per case a row, per feature a column
   * @param site of each case, 0 … sites − 1
   * @param covariates per case a row of what is to be kept; rows may be empty
   */
  public static Combat fit(double[][] features, int[] site, double[][] covariates) {
    check(features, site, covariates);
    int n = features.length;
    int sites = Arrays.stream(site).max().orElse(0) + 1;
    int[] count = new int[sites];
    for (int s : site) {
      count[s]++;
    }
    for (int s = 0; s < sites; s++) {
      Require.that(count[s] >= 2, "cases of site " + s, count[s], "at least two");
    }
    int kept = covariates[0].length;
    double[][] beta = leastSquares(features, site, sites, covariates);
    int p = features[0].length;
    double[] mean = new double[p];
    double[] deviation = new double[p];
    double[][] slopes = new double[kept][];
    for (int c = 0; c < kept; c++) {
      slopes[c] = beta[sites + c];
    }
    for (int f = 0; f < p; f++) {
      for (int s = 0; s < sites; s++) {
        mean[f] += (double) count[s] / n * beta[s][f];
      }
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double residual = features[i][f] - beta[site[i]][f];
        for (int c = 0; c < kept; c++) {
          residual -= covariates[i][c] * slopes[c][f];
        }
        squares += residual * residual;
      }
      deviation[f] = Math.sqrt(squares / n);
    }
    double[][] shift = new double[sites][p];
    double[][] scale = new double[sites][p];
    Combat plain = new Combat(mean, slopes, deviation, shift, scale);
    for (int s = 0; s < sites; s++) {
      double[][] standard = new double[count[s]][];
      int at = 0;
      for (int i = 0; i < n; i++) {
        if (site[i] == s) {
          standard[at++] = plain.standardised(features[i], covariates[i]);
        }
      }
      bayes(standard, deviation, shift[s], scale[s]);
    }
    return plain;
  }

  /** Least squares for [one column per site | covariates]; rows of the answer per column. */
  private static double[][] leastSquares(
      double[][] features, int[] site, int sites, double[][] covariates) {
    int columns = sites + covariates[0].length;
    int p = features[0].length;
    double[][] rows = new double[columns][columns + p];
    double[] x = new double[columns];
    for (int i = 0; i < features.length; i++) {
      Arrays.fill(x, 0);
      x[site[i]] = 1;
      System.arraycopy(covariates[i], 0, x, sites, covariates[i].length);
      for (int a = 0; a < columns; a++) {
        for (int b = 0; b < columns && x[a] != 0; b++) {
          rows[a][b] += x[a] * x[b];
        }
        for (int f = 0; f < p && x[a] != 0; f++) {
          rows[a][columns + f] += x[a] * features[i][f];
        }
      }
    }
    if (!Elimination.solve(rows)) {
      throw new InputException(
          "The covariates cannot be told apart from the sites.",
          "one follows from the others, or is the same within every site.",
          "leave that covariate out.");
    }
    double[][] beta = new double[columns][];
    for (int c = 0; c < columns; c++) {
      beta[c] = Arrays.copyOfRange(rows[c], columns, columns + p);
    }
    return beta;
  }

  private double[] standardised(double[] features, double[] covariates) {
    double[] s = new double[features.length];
    for (int f = 0; f < s.length; f++) {
      s[f] = deviation[f] > 0 ? (features[f] - expected(f, covariates)) / deviation[f] : 0;
    }
    return s;
  }

  private double expected(int f, double[] covariates) {
    double value = mean[f];
    for (int c = 0; c < covariates.length; c++) {
      value += covariates[c] * slopes[c][f];
    }
    return value;
  }

  /** One site's γ* and δ* over all features with any spread. */
  private static void bayes(double[][] s, double[] deviation, double[] shift, double[] scale) {
    int p = deviation.length;
    int n = s.length;
    double[] gamma = new double[p];
    double[] delta = new double[p];
    int used = 0;
    for (int f = 0; f < p; f++) {
      for (double[] row : s) {
        gamma[f] += row[f] / n;
      }
      for (double[] row : s) {
        delta[f] += (row[f] - gamma[f]) * (row[f] - gamma[f]) / (n - 1);
      }
      used += deviation[f] > 0 ? 1 : 0;
    }
    Moments g = Moments.of(gamma, deviation);
    Moments d = Moments.of(delta, deviation);
    double a = d.variance() > 0 ? (2 * d.variance() + d.mean() * d.mean()) / d.variance() : 0;
    double b =
        d.variance() > 0
            ? (d.mean() * d.variance() + d.mean() * d.mean() * d.mean()) / d.variance()
            : 0;
    for (int f = 0; f < p; f++) {
      scale[f] = 1;
      if (!(deviation[f] > 0)) {
        continue;
      }
      shift[f] = gamma[f];
      scale[f] = Math.max(delta[f], Double.MIN_NORMAL);
      if (used < 2 || !(g.variance() > 0) || !(d.variance() > 0)) {
        continue; // one feature has nothing to be drawn towards
      }
      for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
        double newShift =
            (g.variance() * n * gamma[f] + scale[f] * g.mean()) / (g.variance() * n + scale[f]);
        double squares = 0;
        for (double[] row : s) {
          squares += (row[f] - newShift) * (row[f] - newShift);
        }
        double newScale = (0.5 * squares + b) / (n / 2.0 + a - 1);
        boolean settled =
            Math.abs(newShift - shift[f]) <= SETTLED * Math.abs(shift[f])
                && Math.abs(newScale - scale[f]) <= SETTLED * scale[f];
        shift[f] = newShift;
        scale[f] = newScale;
        if (settled) {
          break;
        }
      }
    }
  }

  /** Mean and unbiased variance over the features that have any spread. */
  private record Moments(double mean, double variance) {
    static Moments of(double[] values, double[] deviation) {
      double[] used = new double[values.length];
      int n = 0;
      for (int f = 0; f < values.length; f++) {
        if (deviation[f] > 0) {
          used[n++] = values[f];
        }
      }
      double mean = Arrays.stream(used, 0, n).sum() / Math.max(1, n);
      double squares = 0;
      for (int f = 0; f < n; f++) {
        squares += (used[f] - mean) * (used[f] - mean);
      }
      return new Moments(mean, n > 1 ? squares / (n - 1) : 0);
    }
  }

  /** Harmonised features of the same or other cases of the same sites. */
  public double[][] apply(double[][] features, int[] site, double[][] covariates) {
    check(features, site, covariates);
    double[][] out = new double[features.length][];
    for (int i = 0; i < features.length; i++) {
      Require.within("site", site[i], 0, shift.length - 1);
      Require.that(features[i].length == mean.length, "features", features[i].length, "as fitted");
      double[] s = standardised(features[i], covariates[i]);
      out[i] = new double[s.length];
      for (int f = 0; f < s.length; f++) {
        double adjusted = (s[f] - shift[site[i]][f]) / Math.sqrt(scale[site[i]][f]);
        out[i][f] =
            deviation[f] > 0
                ? adjusted * deviation[f] + expected(f, covariates[i])
                : features[i][f];
      }
    }
    return out;
  }

  private static void check(double[][] features, int[] site, double[][] covariates) {
    Require.that(features.length > 0, "features", "none", "at least one case");
    Require.that(
        site.length == features.length && covariates.length == features.length,
        "site and covariates",
        site.length + " and " + covariates.length + " rows",
        "one per case, " + features.length);
    for (int i = 0; i < features.length; i++) {
      Require.that(
          features[i].length == features[0].length && covariates[i].length == covariates[0].length,
          "row " + i,
          features[i].length + " features",
          "as many as the first");
      Require.atLeast("site", site[i], 0);
      for (double v : features[i]) {
        Require.that(Double.isFinite(v), "feature of case " + i, v, "a finite number");
      }
      for (double v : covariates[i]) {
        Require.that(Double.isFinite(v), "covariate of case " + i, v, "a finite number");
      }
    }
  }
}
