package io.osler.cli;

import io.osler.learn.bundle.Model;
import io.osler.learn.data.Labels;
import io.osler.learn.infer.Predictions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Predictions as text: a table to read, CSV and JSON to process. */
final class Tables {
  private Tables() {}

  static String csv(Predictions seen, Model model) {
    Labels labels = seen.labels();
    StringBuilder text = new StringBuilder("id,truth,prediction");
    labels.classes().forEach(name -> text.append(",p(").append(quoted(name)).append(')'));
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
    String safe = value.matches("^[=+@].*") ? "'" + value : value;
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
    int best = 0;
    for (int c = 1; c < p.length; c++) {
      best = p[c] > p[best] ? c : best;
    }
    return labels.classes().get(best);
  }

  static String table(Predictions seen) {
    Labels labels = seen.labels();
    int width = seen.rows().stream().mapToInt(row -> row.id().length()).max().orElse(4);
    StringBuilder text = new StringBuilder();
    for (Predictions.Row row : seen.rows()) {
      double[] p = seen.probabilities(row);
      text.append(String.format("%-" + Math.max(4, width) + "s  %s ", row.id(), called(labels, p)));
      for (int c = 0; c < p.length; c++) {
        text.append(String.format(Locale.ROOT, "  %s %.3f", labels.classes().get(c), p[c]));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** For JSON: one object per case. */
  static List<Map<String, Object>> objects(Predictions seen) {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (Predictions.Row row : seen.rows()) {
      double[] p = seen.probabilities(row);
      Map<String, Object> probabilities = new LinkedHashMap<>();
      for (int c = 0; c < p.length; c++) {
        probabilities.put(seen.labels().classes().get(c), p[c]);
      }
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", row.id());
      one.put("prediction", called(seen.labels(), p));
      one.put("probabilities", probabilities);
      objects.add(one);
    }
    return objects;
  }
}
