package io.osler.learn.report;

import io.osler.core.metric.Interval;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * How the model does on part of the test images.
 *
 * @param variable for example "sex"
 * @param value for example "female"
 * @param scores by the names of the report's metrics table; an undefined one is left out, all are
 *     where the cases are too few
 * @param warning where the group does worse than the others, a whole sentence
 */
public record Subgroup(
    String variable,
    String value,
    long cases,
    SequencedMap<String, Interval> scores,
    Optional<String> warning) {

  public Subgroup {
    scores = DataSummary.copy(scores);
  }
}
