package io.osler.learn.report;

import io.osler.core.config.Require;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What the model was made from.
 *
 * @param source the data set in one sentence, with its licence where it asks for attribution
 * @param facts further lines of the summary, for example "image size" → "28 × 28, grey"
 * @param splits in the order training, validation, test
 */
public record DataSummary(
    String source, SequencedMap<String, String> facts, List<Split> splits, List<Finding> findings) {
  public DataSummary {
    facts = copy(facts);
    splits = List.copyOf(splits);
    findings = List.copyOf(findings);
  }

  /**
   * @param perClass images of each class, in the order of the report's classes
   * @param images all of them; where findings may hold together not the sum over the classes
   * @param patients distinct patients; as many as images where patients are not known
   */
  public record Split(String name, List<Long> perClass, long images, long patients) {
    public Split {
      perClass = List.copyOf(perClass);
      perClass.forEach(count -> Require.atLeast("count of " + name, count, 0));
      Require.atLeast("images of " + name, images, 0);
      Require.atLeast("patients of " + name, patients, 0);
    }
  }

  /** Something the fingerprint found: a whole sentence. */
  public record Finding(Severity severity, String sentence) {}

  /** How much a finding matters. */
  public enum Severity {
    NOTE("Note"),
    WARNING("Warning"),
    PROBLEM("Problem");

    final String word;

    Severity(String word) {
      this.word = word;
    }
  }

  static <V> SequencedMap<String, V> copy(Map<String, V> map) {
    return java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }
}
