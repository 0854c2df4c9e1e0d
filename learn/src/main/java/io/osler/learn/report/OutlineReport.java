package io.osler.learn.report;

import io.osler.core.metric.Interval;
import java.util.List;
import java.util.SequencedMap;

/**
 * What {@link OutlinePage} shows of outlined cases.
 *
 * @param on which cases the figures are of
 * @param structures structure → metric → mean with its interval
 * @param instances metric → mean, of numbered objects; empty otherwise
 * @param volumes structure → per case the true and the predicted volume, ml
 * @param confidence per case and structure the Dice that the model expected and the true one; may
 *     be empty
 * @param cases worst first
 * @param card Markdown; empty for none
 */
public record OutlineReport(
    String title,
    String on,
    int count,
    SequencedMap<String, SequencedMap<String, Interval>> structures,
    SequencedMap<String, Interval> instances,
    SequencedMap<String, List<Pair>> volumes,
    List<Pair> confidence,
    List<OutlineCase> cases,
    List<String> warnings,
    String card) {
  public OutlineReport {
    confidence = List.copyOf(confidence);
    cases = List.copyOf(cases);
    warnings = List.copyOf(warnings);
  }

  /** Two numbers of one case. */
  public record Pair(String id, double first, double second) {}
}
