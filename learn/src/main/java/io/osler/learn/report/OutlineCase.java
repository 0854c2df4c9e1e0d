package io.osler.learn.report;

import io.osler.core.io.Picture;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * One outlined case as the report shows it.
 *
 * @param score mean Dice over its structures, or of objects the AP; worst cases come first
 * @param picture truth and prediction over the image in its planes
 * @param metrics structure → metric → value
 */
public record OutlineCase(
    String id,
    double score,
    Picture picture,
    SequencedMap<String, SequencedMap<String, Double>> metrics) {
  public OutlineCase {
    metrics = new LinkedHashMap<>(metrics);
  }
}
