package io.osler.learn.plan;

import io.osler.core.config.InputException;
import io.osler.core.config.Unit;
import io.osler.core.quality.PerceptualHash;
import io.osler.core.quality.Quality;
import io.osler.core.volume.Case;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Outlines;
import io.osler.learn.plan.Fingerprint.Finding;
import io.osler.learn.plan.Fingerprint.Range;
import io.osler.learn.plan.Fingerprint.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What is in a set with label maps, and what is wrong with it, axes towards left, posterior,
 * superior; the same set gives the same fingerprint.
 *
 * @param size along i, j, k after the empty rim is cut away; {@code spacing} likewise
 * @param intensities per channel, inside structures
 * @param objects per image, where objects are numbered
 */
public record OutlineFingerprint(
    String name,
    String sha256,
    Outlines outlines,
    int labelled,
    int unlabelled,
    Map<String, Integer> splits,
    List<Range> size,
    @Unit("mm") List<Range> spacing,
    List<Intensity> intensities,
    SequencedMap<String, Structure> structures,
    Range objects,
    ImageQuality quality,
    List<Finding> findings) {

  /** Over a sample of a channel's voxels inside structures. */
  public record Intensity(
      String channel,
      double mean,
      double deviation,
      double percentile0p5,
      double median,
      double percentile99p5) {}

  /** In how many cases a structure is, and its volume there. */
  public record Structure(int cases, @Unit("ml") Range volume) {}

  /** Reads every labelled case once, in parallel; cases that cannot be read become findings. */
  public static OutlineFingerprint of(DataSet data) {
    Outlines outlines = data.outlines().orElseThrow();
    List<Entry> labelled = data.entries().stream().filter(Entry::isLabelled).toList();
    List<Object> seen = labelled.parallelStream().map(entry -> seen(outlines, entry)).toList();
    List<VolumeFacts> facts = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    List<Quality> qualities = new ArrayList<>();
    List<Optional<PerceptualHash>> looks = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < seen.size(); i++) {
      if (seen.get(i) instanceof Seen(var one, var quality, var look)) {
        facts.add(one);
        ids.add(labelled.get(i).id());
        qualities.add(quality);
        looks.add(look);
      } else {
        findings.add(
            new Finding(
                Severity.ERROR,
                "unreadable",
                1,
                String.valueOf(seen.get(i)),
                "",
                List.of(labelled.get(i).id())));
      }
    }
    VolumeLook look = new VolumeLook(outlines, facts);
    SequencedMap<String, Structure> structures = structures(look);
    structures.forEach(
        (name, one) -> {
          if (one.cases() == 0) {
            findings.add(
                new Finding(
                    Severity.WARNING,
                    "structure-missing",
                    1,
                    "No case holds '" + name + "'.",
                    "nothing can be learned of it; check the label values.",
                    List.of()));
          }
        });
    twins(labelled, findings);
    alike(ids, looks, findings);
    ImageQuality quality = ImageQuality.of(ids, qualities);
    findings.addAll(quality.findings());
    Map<String, Integer> splits = new TreeMap<>();
    labelled.forEach(entry -> splits.merge(entry.split().key(), 1, Integer::sum));
    return new OutlineFingerprint(
        data.name(),
        data.hash(),
        outlines,
        labelled.size(),
        data.size() - labelled.size(),
        splits,
        axes(facts, (f, axis) -> f.size().get(axis)),
        axes(facts, (f, axis) -> f.spacing().get(axis)),
        intensities(look),
        structures,
        range(facts, VolumeFacts::objects),
        quality,
        List.copyOf(findings));
  }

  /** What is kept of a case. */
  private record Seen(VolumeFacts facts, Quality quality, Optional<PerceptualHash> look) {}

  /** A {@link Seen}, or why there is none. */
  private static Object seen(Outlines outlines, Entry entry) {
    try {
      Case one = entry.load();
      VolumeFacts facts = VolumeLook.facts(outlines, one);
      return new Seen(facts, Quality.of(one.image()), PerceptualHash.of(one.image()));
    } catch (InputException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private static SequencedMap<String, Structure> structures(VolumeLook look) {
    SequencedMap<String, Structure> structures = new LinkedHashMap<>();
    List<String> names = look.outlines().names();
    for (int s = 0; s < names.size(); s++) {
      int index = s;
      List<VolumeFacts> there =
          look.facts().stream().filter(f -> f.voxels().containsKey(index)).toList();
      structures.put(
          names.get(s),
          new Structure(
              there.size(),
              range(
                  there,
                  f ->
                      f.voxels().getOrDefault(index, 0L)
                          * f.spacing().x()
                          * f.spacing().y()
                          * f.spacing().z()
                          / 1000)));
    }
    return structures;
  }

  private static void twins(List<Entry> entries, List<Finding> findings) {
    Map<String, String> first = new HashMap<>();
    List<String> pairs = new ArrayList<>();
    for (Entry entry : entries) {
      String before = first.putIfAbsent(entry.hash(), entry.id());
      if (before != null) {
        pairs.add(before + " = " + entry.id());
      }
    }
    if (!pairs.isEmpty()) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "duplicate",
              pairs.size(),
              pairs.size() + " image(s) are stored twice.",
              "keep one of each, or they may stand on both sides of a split.",
              pairs.subList(0, Math.min(5, pairs.size()))));
    }
  }

  private static void alike(
      List<String> ids, List<Optional<PerceptualHash>> looks, List<Finding> findings) {
    List<PerceptualHash.Pair> pairs = PerceptualHash.pairs(looks);
    if (!pairs.isEmpty()) {
      findings.add(
          new Finding(
              Severity.NOTE,
              "look-alike",
              pairs.size(),
              pairs.size() + " image(s) look much like an earlier one (perceptual hash).",
              "check whether they are one patient's; keep those in one split.",
              pairs.stream()
                  .limit(5)
                  .map(pair -> ids.get(pair.first()) + " = " + ids.get(pair.second()))
                  .toList()));
    }
  }

  private static List<Intensity> intensities(VolumeLook look) {
    List<Intensity> all = new ArrayList<>();
    for (int c = 0; c < look.channels() && look.cases() > 0; c++) {
      float[] rising = look.intensities(c, true);
      double[] values = new double[rising.length];
      Arrays.setAll(values, i -> rising[i]);
      double mean = Arrays.stream(values).average().orElse(0);
      double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      if (values.length > 0) {
        all.add(
            new Intensity(
                look.outlines().channels().get(c),
                mean,
                Math.sqrt(squares / values.length),
                VolumeLook.percentile(values, 0.5),
                VolumeLook.percentile(values, 50),
                VolumeLook.percentile(values, 99.5)));
      }
    }
    return all;
  }

  private interface PerAxis {
    double of(VolumeFacts facts, int axis);
  }

  private static List<Range> axes(List<VolumeFacts> facts, PerAxis of) {
    List<Range> ranges = new ArrayList<>();
    for (int axis = 0; axis < 3; axis++) {
      int a = axis;
      ranges.add(range(facts, f -> of.of(f, a)));
    }
    return ranges;
  }

  private static Range range(List<VolumeFacts> facts, ToDoubleFunction<VolumeFacts> of) {
    if (facts.isEmpty()) {
      return new Range(0, 0, 0);
    }
    double[] values = facts.stream().mapToDouble(of).sorted().toArray();
    return new Range(values[0], VolumeLook.percentile(values, 50), values[values.length - 1]);
  }

  public boolean has(String kind) {
    return findings.stream().anyMatch(finding -> finding.kind().equals(kind));
  }

  /** For reading on a terminal. */
  public String table() {
    StringBuilder text = new StringBuilder();
    line(text, name, "%d labelled images, %d others".formatted(labelled, unlabelled));
    line(
        text,
        "task",
        outlines.instances()
            ? "instances: single objects, each with its number"
            : (outlines.regions() ? "regions: " : "structures: ")
                + String.join(", ", outlines.names()));
    line(text, "channels", String.join(", ", outlines.channels()));
    line(text, "splits", splits.toString());
    line(text, "size", String.join(" × ", size.stream().map(Range::toString).toList()));
    line(
        text,
        "spacing",
        String.join(" × ", spacing.stream().map(Range::toString).toList()) + " mm");
    for (Intensity one : intensities) {
      line(
          text,
          "values",
          "%s inside: mean %.4g ± %.4g, 0.5 %% %.4g, median %.4g, 99.5 %% %.4g"
              .formatted(
                  one.channel,
                  one.mean,
                  one.deviation,
                  one.percentile0p5,
                  one.median,
                  one.percentile99p5));
    }
    if (outlines.instances()) {
      line(text, "objects", objects + " per image");
    } else {
      structures.forEach(
          (name, one) ->
              line(text, "·", "%s in %d cases, %s ml".formatted(name, one.cases, one.volume)));
    }
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

  private static void line(StringBuilder text, String head, String value) {
    text.append("%-10s %s%n".formatted(head, value).replace("\r\n", "\n"));
  }
}
