package io.osler.learn.task;

import io.osler.core.harmony.Combat;
import io.osler.core.harmony.KolmogorovSmirnov;
import io.osler.core.harmony.Mmd;
import io.osler.core.harmony.SiteGuess;
import io.osler.core.harmony.SiteLandmarks;
import io.osler.core.io.Picture;
import io.osler.core.quality.Quality;
import io.osler.core.volume.Volume;
import io.osler.learn.data.DataSet;
import io.osler.learn.report.ShiftPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How far the sites of a data set differ, before and after each way to take the difference out:
 * ComBat on features, ComBat on images' mean and deviation, histogram landmarks by site.
 *
 * @param states the data as they are first, then one per way
 * @param warning where sites and classes hang together
 */
public record SiteShift(
    String by,
    List<String> sites,
    int[] counts,
    List<ShiftPage.State> states,
    Optional<String> warning) {
  /** The attribute to group by when images carry none: two groups by mean intensity. */
  public static final String BY_INTENSITY = "intensity";

  private static final int PERMUTATIONS = 199;
  private static final int BINS = 60;
  private static final int FOLDS = 5;
  private static final int[] SHOWN = {0, 3, 5, 7, 10};
  private static final List<String> FEATURES =
      List.of(
          "mean", "deviation", "contrast", "noise", "sharpness", "p1", "p30", "p50", "p70", "p99");

  /** What one image tells. */
  private record Facts(double[] features, double[] landmarks, double mean, double deviation) {
    static Facts of(Volume image) {
      Quality q = Quality.of(image);
      double[] landmarks = SiteLandmarks.of(image);
      double[] features = Arrays.copyOf(q.values(), FEATURES.size());
      for (int s = 0; s < SHOWN.length; s++) {
        features[5 + s] = landmarks[SHOWN[s]];
      }
      return new Facts(features, landmarks, q.mean(), q.deviation());
    }
  }

  /** A way to change the image of entry {@code index}. */
  private interface Way {
    Volume apply(Volume image, int index);
  }

  /** Reads every image once per state. */
  public static SiteShift of(DataSet data, String by, long seed, Runnable advance) {
    Optional<SiteGroups> known =
        by.equals(BY_INTENSITY) ? Optional.empty() : Optional.of(SiteGroups.byColumn(data, by));
    List<Facts> before = facts(data, (image, _) -> image, advance);
    SiteGroups groups =
        known.orElseGet(
            () -> SiteGroups.byIntensity(before.stream().mapToDouble(Facts::mean).toArray()));
    int[] site = groups.of();
    List<ShiftPage.State> states = new ArrayList<>();
    double[][] features = features(before);
    double[][] none = new double[site.length][0];
    states.add(state("as they are", data, features, site, seed, (image, _) -> image));
    double[][] adjusted = Combat.fit(features, site, none).apply(features, site, none);
    states.add(state("ComBat on features", adjusted, site, seed));
    Way linear = combat(before, site);
    states.add(
        state(
            "ComBat on mean and deviation of images",
            data,
            features(facts(data, linear, advance)),
            site,
            seed,
            linear));
    SiteLandmarks fit = SiteLandmarks.fit(before.stream().map(Facts::landmarks).toList(), site);
    Way landmarks = (image, i) -> fit.apply(image, site[i]);
    states.add(
        state(
            "histogram landmarks by site",
            data,
            features(facts(data, landmarks, advance)),
            site,
            seed,
            landmarks));
    return new SiteShift(by, groups.names(), groups.counts(), states, groups.confounded(data));
  }

  private static List<Facts> facts(DataSet data, Way way, Runnable advance) {
    return IntStream.range(0, data.size())
        .parallel()
        .mapToObj(
            i -> {
              Facts facts = Facts.of(way.apply(data.entries().get(i).sound().image(), i));
              advance.run();
              return facts;
            })
        .toList();
  }

  private static double[][] features(List<Facts> facts) {
    return facts.stream().map(Facts::features).toArray(double[][]::new);
  }

  /**
   * x′ = (x − m)/s·s′ + m′: mean and logarithm of the deviation harmonised; of images that are
   * positive throughout the logarithm of the mean, since their scale is the scanner's choice.
   */
  private static Way combat(List<Facts> facts, int[] site) {
    boolean positive = facts.stream().allMatch(f -> f.mean() > 0 && f.landmarks()[0] >= 0);
    double[][] x = new double[facts.size()][];
    for (int i = 0; i < x.length; i++) {
      Facts f = facts.get(i);
      double middle = positive ? Math.log(f.mean()) : f.mean();
      x[i] = new double[] {middle, Math.log(Math.max(1e-12, f.deviation()))};
    }
    double[][] none = new double[x.length][0];
    double[][] y = Combat.fit(x, site, none).apply(x, site, none);
    return (image, i) -> {
      double factor = Math.exp(y[i][1] - x[i][1]);
      double from = positive ? Math.exp(x[i][0]) : x[i][0];
      double to = positive ? Math.exp(y[i][0]) : y[i][0];
      float[] out = new float[image.voxels().length];
      for (int v = 0; v < out.length; v++) {
        out[v] = (float) ((image.voxels()[v] - from) * factor + to);
      }
      return image.with(out);
    };
  }

  private static ShiftPage.State state(
      String name, DataSet data, double[][] features, int[] site, long seed, Way way) {
    ShiftPage.State numbers = state(name, features, site, seed);
    int sites = Arrays.stream(site).max().orElse(0) + 1;
    double low = Arrays.stream(features).mapToDouble(f -> f[5]).min().orElse(0);
    double high = Arrays.stream(features).mapToDouble(f -> f[9]).max().orElse(1);
    high = high > low ? high : low + 1;
    double[][] density = new double[sites][BINS];
    long[] total = new long[sites];
    List<List<Picture>> pictures = new ArrayList<>();
    for (int s = 0; s < sites; s++) {
      pictures.add(new ArrayList<>());
    }
    for (int i = 0; i < site.length; i++) {
      int s = site[i];
      Volume image = way.apply(data.entries().get(i).sound().image(), i);
      for (float v : image.voxels()) {
        int bin = (int) ((v - low) / (high - low) * BINS);
        if (bin >= 0 && bin < BINS) {
          density[s][bin]++;
        }
      }
      total[s] += image.voxels().length;
      if (pictures.get(s).size() < 4) {
        pictures.get(s).add(Picture.of(image, image.size().depth() / 2, low, high));
      }
    }
    for (int s = 0; s < sites; s++) {
      for (int b = 0; b < BINS; b++) {
        density[s][b] *= BINS / (total[s] * (high - low));
      }
    }
    return numbers.shown(low, high, density, pictures);
  }

  private static ShiftPage.State state(String name, double[][] features, int[] site, long seed) {
    int sites = Arrays.stream(site).max().orElse(0) + 1;
    int pairs = sites * (sites - 1) / 2;
    double[][] scaled = scaled(features);
    Mmd worst = new Mmd(Double.NEGATIVE_INFINITY, 1);
    double[] distance = new double[FEATURES.size()];
    double[] p = new double[FEATURES.size()];
    Arrays.fill(p, 1);
    for (int a = 0; a < sites; a++) {
      for (int b = 0; b < a; b++) {
        double[][] one = part(scaled, site, a);
        double[][] other = part(scaled, site, b);
        Mmd mmd = Mmd.of(one, other, PERMUTATIONS, seed);
        worst = mmd.squared() > worst.squared() ? mmd : worst;
        for (int f = 0; f < distance.length; f++) {
          int feature = f;
          KolmogorovSmirnov ks =
              KolmogorovSmirnov.of(
                  Arrays.stream(one).mapToDouble(r -> r[feature]).toArray(),
                  Arrays.stream(other).mapToDouble(r -> r[feature]).toArray());
          distance[f] = Math.max(distance[f], ks.distance());
          p[f] = Math.min(p[f], Math.min(1, ks.p() * pairs));
        }
      }
    }
    double auc = SiteGuess.auc(scaled, site, FOLDS);
    return new ShiftPage.State(
        name,
        FEATURES,
        distance,
        p,
        worst.squared(),
        Math.min(1, worst.p() * pairs),
        auc,
        0,
        1,
        new double[0][],
        List.of());
  }

  /** Each feature to mean 0 and deviation 1 over all images. */
  private static double[][] scaled(double[][] features) {
    double[][] out = new double[features.length][features[0].length];
    for (int f = 0; f < features[0].length; f++) {
      double mean = 0;
      double squares = 0;
      for (double[] row : features) {
        mean += row[f] / features.length;
      }
      for (double[] row : features) {
        squares += (row[f] - mean) * (row[f] - mean) / features.length;
      }
      // Rounding of a feature that has no spread left must not become one.
      double deviation = squares > 1e-18 * mean * mean ? Math.sqrt(squares) : 0;
      for (int i = 0; i < out.length; i++) {
        out[i][f] = deviation > 0 ? (features[i][f] - mean) / deviation : 0;
      }
    }
    return out;
  }

  private static double[][] part(double[][] rows, int[] site, int wanted) {
    return IntStream.range(0, rows.length)
        .filter(i -> site[i] == wanted)
        .mapToObj(i -> rows[i])
        .toArray(double[][]::new);
  }
}
