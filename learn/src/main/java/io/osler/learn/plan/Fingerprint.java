package io.osler.learn.plan;

import io.osler.core.config.About;
import io.osler.core.config.Unit;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Labels;
import java.util.List;
import java.util.Map;

/**
 * What is in a data set, and what is wrong with it; the same set gives the same fingerprint.
 *
 * @param counts labelled images by split, then by class; a multi-label image counts once per
 *     finding
 * @param twoValued every image holds at most two values: masks
 */
public record Fingerprint(
    String name,
    String sha256,
    Labels labels,
    int images,
    int patients,
    Map<String, Integer> splits,
    Map<String, Map<String, Integer>> counts,
    Range width,
    Range height,
    Range depth,
    @Unit("mm") @About("along columns, rows, slices; 1 where files do not say") List<Range> spacing,
    List<Integer> channels,
    Intensity intensity,
    boolean twoValued,
    ImageQuality quality,
    List<Finding> findings) {
  public Fingerprint {
    spacing = List.copyOf(spacing);
    channels = List.copyOf(channels);
    findings = List.copyOf(findings);
  }

  /** Smallest, middle and largest over the images. */
  public record Range(double least, double median, double most) {
    @Override
    public String toString() {
      return least == most
          ? number(median)
          : "%s … %s … %s".formatted(number(least), number(median), number(most));
    }
  }

  /**
   * Over finite voxels: mean and deviation of all, per channel; percentiles of a sample of all
   * channels whose places are fixed.
   */
  public record Intensity(
      double least,
      double most,
      List<Double> mean,
      List<Double> deviation,
      double percentile0p5,
      double median,
      double percentile99p5) {
    public Intensity {
      mean = List.copyOf(mean);
      deviation = List.copyOf(deviation);
    }
  }

  /** How much a finding matters. */
  public enum Severity {
    /** Training cannot start, or its result would be wrong. */
    ERROR,
    /** Results may be too good or too poor. */
    WARNING,
    NOTE
  }

  /**
   * @param kind a stable word for scripts
   * @param count how many images, pairs, classes or patients it concerns
   * @param examples up to five image ids or pairs of them; never patients
   */
  public record Finding(
      Severity severity,
      String kind,
      int count,
      String message,
      String fix,
      List<String> examples) {
    public Finding {
      examples = List.copyOf(examples);
    }
  }

  /** Reads every image once, in parallel, keeping only facts. */
  public static Fingerprint of(DataSet data) {
    return new Inspection(data).fingerprint();
  }

  public boolean has(String kind) {
    return findings.stream().anyMatch(finding -> finding.kind().equals(kind));
  }

  /** For reading on a terminal. */
  public String table() {
    StringBuilder text = new StringBuilder();
    line(text, name, images + " images of " + patients + " patients");
    line(text, "task", task());
    counts.forEach((split, classes) -> line(text, split, count(split, classes)));
    line(text, "size", width + " × " + height + (depth.most() > 1 ? " × " + depth : ""));
    line(text, "channels", String.join(", ", channels.stream().map(String::valueOf).toList()));
    line(
        text,
        "spacing",
        String.join(" × ", spacing.stream().map(Range::toString).toList()) + " mm");
    line(
        text,
        "values",
        "%s to %s, mean %s ± %s, 0.5 %% %s, median %s, 99.5 %% %s%s"
            .formatted(
                number(intensity.least()),
                number(intensity.most()),
                String.join("/", intensity.mean().stream().map(Fingerprint::number).toList()),
                String.join("/", intensity.deviation().stream().map(Fingerprint::number).toList()),
                number(intensity.percentile0p5()),
                number(intensity.median()),
                number(intensity.percentile99p5()),
                twoValued ? " (masks)" : ""));
    text.append(quality.table());
    line(text, "sha-256", sha256);
    for (Finding finding : findings) {
      text.append(
          "\n%s: %s\n"
              .formatted(
                  finding.severity().name().toLowerCase(java.util.Locale.ROOT), finding.message()));
      if (!finding.examples().isEmpty()) {
        text.append("    ").append(String.join(", ", finding.examples())).append('\n');
      }
      if (!finding.fix().isEmpty()) {
        text.append("    fix: ").append(finding.fix()).append('\n');
      }
    }
    return text.toString();
  }

  private String task() {
    if (labels.kind() == Labels.Kind.UNLABELLED) {
      return "none: no image is labelled";
    }
    String kind =
        labels.binary()
            ? "binary"
            : labels.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    return kind
        + ": "
        + String.join(", ", labels.classes())
        + (labels.binary() ? " (positive: " + labels.classes().get(labels.positive()) + ")" : "");
  }

  private String count(String split, Map<String, Integer> classes) {
    List<String> parts =
        classes.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList();
    return splits.getOrDefault(split, 0)
        + " images"
        + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
  }

  private static void line(StringBuilder text, String head, String value) {
    text.append("%-10s %s%n".formatted(head, value).replace("\r\n", "\n"));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : "%.4g".formatted(value);
  }
}
