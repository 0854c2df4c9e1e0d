package io.osler.cli;

import io.osler.learn.bundle.Model;
import io.osler.learn.data.Labels;
import io.osler.learn.infer.Calibration;
import io.osler.learn.infer.Predictions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Predictions as text: a table to read, CSV and JSON to process. */
final class Tables {
  private Tables() {}

  static String csv(Predictions seen, Model model) {
    Labels labels = seen.labels();
    StringBuilder text = new StringBuilder("id,truth,prediction");
    labels.classes().forEach(name -> text.append(',').append(quoted("p(" + name + ")")));
    text.append('\n');
    for (Predictions.Row row : seen.rows()) {
      double[] p = seen.probabilities(row);
      text.append(quoted(row.id())).append(',').append(quoted(labels.name(row.truth())));
      text.append(',').append(quoted(called(labels, p)));
      for (double one : p) {
        text.append(String.format(Locale.ROOT, ",%.6f", one));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    // A leading sign would be run as a formula by spreadsheets.
    String safe = !value.isEmpty() && "=+@".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }

  /** The most likely class, or every finding from one half on. */
  static String called(Labels labels, double[] p) {
    if (labels.kind() == Labels.Kind.MULTI_LABEL) {
      List<String> held = new ArrayList<>();
      for (int c = 0; c < p.length; c++) {
        if (p[c] >= 0.5) {
          held.add(labels.classes().get(c));
        }
      }
      return held.isEmpty() ? "none" : String.join("; ", held);
    }
    return labels.classes().get(Calibration.most(p));
  }

  static String table(Predictions seen) {
    Labels labels = seen.labels();
    List<String> called =
        seen.rows().stream().map(row -> called(labels, seen.probabilities(row))).toList();
    int ids = widest("case", seen.rows().stream().map(Predictions.Row::id));
    int words = widest("prediction", called.stream());
    String line = "%-" + ids + "s  %-" + words + "s  %s%n";
    String looked = labels.binary() ? ", positive: " + labels.classes().get(labels.positive()) : "";
    StringBuilder text = new StringBuilder();
    text.append(line.formatted("case", "prediction", "probability" + looked));
    for (int r = 0; r < called.size(); r++) {
      Predictions.Row row = seen.rows().get(r);
      double[] p = seen.probabilities(row);
      List<String> each = new ArrayList<>();
      for (int c = 0; c < p.length; c++) {
        each.add(String.format(Locale.ROOT, "%s %.3f", labels.classes().get(c), p[c]));
      }
      text.append(line.formatted(row.id(), called.get(r), String.join("  ", each)));
    }
    return text.toString();
  }

  private static int widest(String head, Stream<String> below) {
    return Math.max(head.length(), below.mapToInt(String::length).max().orElse(0));
  }

  /** For JSON: the question that the model answers, then one object per case, and why not. */
  static Map<String, Object> object(
      Predictions seen, SequencedMap<String, String> refused, Model model) {
    Labels labels = seen.labels();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", model.name());
    object.put("classes", labels.classes());
    if (labels.binary()) {
      Map<String, Object> points = new LinkedHashMap<>();
      model.operatingPoints().forEach(point -> points.put(point.name(), point.threshold()));
      object.put("positive", labels.classes().get(labels.positive()));
      object.put("operating-points", points);
    }
    object.put("cases", seen.rows().stream().map(row -> object(seen, row)).toList());
    object.put(
        "refused",
        refused.entrySet().stream()
            .map(one -> Map.of("id", one.getKey(), "why", one.getValue()))
            .toList());
    return object;
  }

  private static Map<String, Object> object(Predictions seen, Predictions.Row row) {
    double[] p = seen.probabilities(row);
    Map<String, Object> probabilities = new LinkedHashMap<>();
    for (int c = 0; c < p.length; c++) {
      probabilities.put(seen.labels().classes().get(c), p[c]);
    }
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("id", row.id());
    one.put("truth", seen.labels().name(row.truth()));
    one.put("prediction", called(seen.labels(), p));
    one.put("probabilities", probabilities);
    return one;
  }
}
