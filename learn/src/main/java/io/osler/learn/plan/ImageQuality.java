package io.osler.learn.plan;

import io.osler.core.quality.Quality;
import io.osler.learn.plan.Fingerprint.Finding;
import io.osler.learn.plan.Fingerprint.Range;
import io.osler.learn.plan.Fingerprint.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How good the images of a set are: each value of {@link Quality} over the images, and the images
 * that stand out.
 *
 * @param values by name, as {@link Quality} explains them; empty for masks
 * @param outlying how many images stand out by some value
 * @param outliers the first ten of them, those that stand out most first
 * @param groups how many images differ by a value that more than one in ten differs by
 */
public record ImageQuality(
    Map<String, Range> values, int outlying, List<Outlier> outliers, Map<String, Integer> groups) {
  /** Nothing was measured: the images are masks, or none can be read. */
  static final ImageQuality NONE =
      new ImageQuality(new LinkedHashMap<>(), 0, List.of(), new LinkedHashMap<>());

  private static final int SHOWN = 10;

  /** Robust z; of the thousands of values of a set a few lie beyond the usual 3.5 by chance. */
  private static final double OUTLYING = 5;

  /** Where more than this share stands out by a value, they are a group, not outliers. */
  private static final double GROUP = 0.1;

  /** What each value says when it is high, or low. */
  private static final List<String> HIGH =
      List.of(
          "bright",
          "high deviation",
          "high contrast",
          "noisy",
          "sharp",
          "clipped",
          "ghosts (motion?)",
          "alike at opposite borders (wrapped?)");

  private static final List<String> LOW =
      List.of("dark", "low deviation", "low contrast", "little noise", "blurred", "", "", "");

  /** Values by which scanners differ; the others are hints only. */
  private static final List<String> GROUPING =
      List.of("mean", "deviation", "contrast", "noise", "sharpness");

  public ImageQuality {
    outliers = List.copyOf(outliers);
  }

  /**
   * @param reasons what stands out and how far, such as {@code noisy 0.31 (usual 0.02)}
   * @param score the largest robust z
   */
  public record Outlier(String id, List<String> reasons, double score) {
    public Outlier {
      reasons = List.copyOf(reasons);
    }
  }

  /** {@code ids} name the images of {@code all}, in the same order. */
  static ImageQuality of(List<String> ids, List<Quality> all) {
    if (all.isEmpty()) {
      return NONE;
    }
    Map<String, Range> values = new LinkedHashMap<>();
    double[] usual = new double[Quality.NAMES.size()];
    for (int f = 0; f < usual.length; f++) {
      int feature = f;
      double[] rising = all.stream().mapToDouble(q -> q.values()[feature]).sorted().toArray();
      usual[f] = rising[rising.length / 2];
      values.put(Quality.NAMES.get(f), new Range(rising[0], usual[f], rising[rising.length - 1]));
    }
    double[][] scores = Quality.scores(all);
    Map<String, Integer> groups = new LinkedHashMap<>();
    for (int f = 0; f < usual.length; f++) {
      int feature = f;
      int out = (int) Arrays.stream(scores).filter(row -> standsOut(row, feature)).count();
      if (out > GROUP * all.size()) {
        groups.put(Quality.NAMES.get(f), out);
      }
    }
    List<Outlier> outliers = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      List<String> reasons = new ArrayList<>();
      double most = 0;
      for (int f = 0; f < usual.length; f++) {
        if (standsOut(scores[i], f) && !groups.containsKey(Quality.NAMES.get(f))) {
          most = Math.max(most, Math.abs(scores[i][f]));
          String word = (scores[i][f] > 0 ? HIGH : LOW).get(f);
          double value = all.get(i).values()[f];
          reasons.add(String.format(Locale.ROOT, "%s %.3g (usual %.3g)", word, value, usual[f]));
        }
      }
      if (!reasons.isEmpty()) {
        outliers.add(new Outlier(ids.get(i), reasons, Math.rint(10 * most) / 10));
      }
    }
    outliers.sort(Comparator.comparingDouble(Outlier::score).reversed());
    int shown = Math.min(SHOWN, outliers.size());
    return new ImageQuality(values, outliers.size(), outliers.subList(0, shown), groups);
  }

  private static boolean standsOut(double[] scores, int feature) {
    boolean high = scores[feature] > OUTLYING;
    return high || scores[feature] < -OUTLYING && !LOW.get(feature).isEmpty();
  }

  /** What to say when images stand out, alone or as a group. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (outlying > 0) {
      findings.add(
          new Finding(
              Severity.NOTE,
              "quality-outlier",
              outlying,
              outlying + " image(s) stand out from the rest in quality.",
              "look at them; take out what is no good image of its kind.",
              outliers.stream().limit(5).map(Outlier::id).toList()));
    }
    List<String> telling = groups.keySet().stream().filter(GROUPING::contains).toList();
    if (!telling.isEmpty()) {
      List<String> by = telling.stream().map(name -> name + " " + groups.get(name)).toList();
      findings.add(
          new Finding(
              Severity.NOTE,
              "quality-groups",
              telling.stream().mapToInt(name -> groups.getOrDefault(name, 0)).max().orElse(0),
              "A group of images is unlike the rest: " + String.join(", ", by) + ".",
              "two scanners or protocols? 'osler harmonise --by intensity' compares groups.",
              List.of()));
    }
    return findings;
  }

  /** For reading on a terminal: a line per value, then one per outlier. */
  String table() {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (name, range) -> text.append("%-10s %s: %s\n".formatted("quality", name, range)));
    for (Outlier one : outliers) {
      text.append("%-10s %s: %s\n".formatted("stands out", one.id, String.join(", ", one.reasons)));
    }
    if (outlying > outliers.size()) {
      text.append("%-10s and %d more\n".formatted("", outlying - outliers.size()));
    }
    return text.toString();
  }
}
