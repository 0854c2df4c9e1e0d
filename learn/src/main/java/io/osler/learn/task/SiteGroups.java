package io.osler.learn.task;

import io.osler.core.config.InputException;
import io.osler.core.config.Names;
import io.osler.core.volume.Truth;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which site each image of a data set belongs to: {@code of} numbers into {@code names}. */
record SiteGroups(String by, List<String> names, int[] of, int[] counts) {
  private static final int LEAST = 4;

  /** From this association on, what tells the sites apart may be what tells the classes apart. */
  private static final double ASSOCIATED = 0.3;

  /** By a column of the manifest, before any image is read. */
  static SiteGroups byColumn(DataSet data, String by) {
    TreeSet<String> columns = new TreeSet<>();
    data.entries().forEach(entry -> columns.addAll(entry.attributes().keySet()));
    String[] sites = new String[data.size()];
    for (int i = 0; i < sites.length; i++) {
      Entry entry = data.entries().get(i);
      String value = entry.attributes().get(by);
      if (value == null && columns.contains(by)) {
        throw new InputException(
            entry.id() + " has no '" + by + "'.",
            "its cell is empty.",
            "fill it in, or take the image out of the manifest.");
      }
      if (value == null) {
        columns.add(SiteShift.BY_INTENSITY);
        throw new InputException(
            "No image has a column '" + by + "'.", "", Names.advice(by, columns));
      }
      sites[i] = value;
    }
    return of(by, sites);
  }

  /** Two groups at the widest gap of the logarithm of the means. */
  static SiteGroups byIntensity(double[] means) {
    double[] sorted = Arrays.stream(means).map(m -> Math.log1p(Math.abs(m))).sorted().toArray();
    double cut = sorted[0];
    double widest = -1;
    for (int i = LEAST; i <= sorted.length - LEAST; i++) {
      if (sorted[i] - sorted[i - 1] > widest) {
        widest = sorted[i] - sorted[i - 1];
        cut = (sorted[i] + sorted[i - 1]) / 2;
      }
    }
    double at = cut;
    return of(
        SiteShift.BY_INTENSITY,
        Arrays.stream(means)
            .mapToObj(m -> Math.log1p(Math.abs(m)) < at ? "dark" : "bright")
            .toArray(String[]::new));
  }

  private static SiteGroups of(String by, String[] sites) {
    TreeMap<String, Integer> number = new TreeMap<>();
    new TreeSet<>(List.of(sites)).forEach(name -> number.put(name, number.size()));
    int[] of = new int[sites.length];
    int[] counts = new int[number.size()];
    for (int i = 0; i < of.length; i++) {
      of[i] = number.getOrDefault(sites[i], 0);
      counts[of[i]]++;
    }
    if (number.size() < 2 || Arrays.stream(counts).min().orElse(0) < LEAST) {
      throw new InputException(
          "By '%s' the images fall into %s with %s images."
              .formatted(by, number.keySet(), Arrays.toString(counts)),
          "a comparison needs two groups of at least " + LEAST + ".",
          "group by another column, or leave small groups out.");
    }
    return new SiteGroups(by, List.copyOf(number.keySet()), of, counts);
  }

  /** A warning where sites and classes hang together: Cramér's V of the two. */
  Optional<String> confounded(DataSet data) {
    int classes = data.labels().classes().size();
    double[][] table = new double[names.size()][classes];
    double[] sites = new double[names.size()];
    double[] labels = new double[classes];
    double n = 0;
    for (int i = 0; i < of.length; i++) {
      if (data.entries().get(i).truth() instanceof Truth.Category(int label)) {
        table[of[i]][label]++;
        sites[of[i]]++;
        labels[label]++;
        n++;
      }
    }
    double chi2 = 0;
    for (int s = 0; s < sites.length; s++) {
      for (int c = 0; c < classes; c++) {
        double expected = sites[s] * labels[c] / n;
        chi2 += expected > 0 ? Math.pow(table[s][c] - expected, 2) / expected : 0;
      }
    }
    long present = Arrays.stream(labels).filter(l -> l > 0).count();
    long known = Arrays.stream(sites).filter(s -> s > 0).count();
    double v = n == 0 ? 0 : Math.sqrt(chi2 / (n * Math.max(1, Math.min(present, known) - 1)));
    if (v < ASSOCIATED || chi2 < chance((present - 1) * (known - 1))) {
      return Optional.empty();
    }
    return Optional.of(
        "'%s' and the class hang together (Cramér's V %.2f): what differs between groups may be the disease, and goes with the group when it is taken out."
            .formatted(by, v));
  }

  /** What χ² exceeds once in a hundred times by chance (Wilson and Hilferty 1931). */
  private static double chance(long freedom) {
    double f = 2.0 / (9 * Math.max(1, freedom));
    return Math.max(1, freedom) * Math.pow(1 - f + 2.326 * Math.sqrt(f), 3);
  }
}
