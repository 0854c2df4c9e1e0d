package io.osler.learn.task;

import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Volume;
import io.osler.learn.report.OutlineCase;
import io.osler.learn.report.OutlinePicture;
import io.osler.learn.report.OutlineReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Pictures of the worst cases seen, and what else a report tells of single cases. */
public final class Gallery {
  private static final int PICTURES = 12;

  private final List<OutlineCase> worst = new ArrayList<>();
  private final List<OutlineReport.Pair> confidence = new ArrayList<>();

  /**
   * @param truth and {@code found} on the image's grid, values that mean the same in both
   */
  void show(OutlineScores scores, Volume image, LabelMap truth, LabelMap found) {
    double score = scores.overall();
    if (worst.size() == PICTURES && !(score < worst.getLast().score())) {
      return;
    }
    worst.add(
        new OutlineCase(
            scores.id(), score, OutlinePicture.of(image, truth, found), scores.structures()));
    worst.sort(Comparator.comparingDouble(OutlineCase::score));
    if (worst.size() > PICTURES) {
      worst.removeLast();
    }
  }

  /**
   * @param expected the Dice that the model expects, per structure in their order; may be empty
   */
  void expect(OutlineScores scores, List<Double> expected) {
    int s = 0;
    for (Map.Entry<String, SequencedMap<String, Double>> one : scores.structures().entrySet()) {
      double true_ = one.getValue().getOrDefault("dice", Double.NaN);
      if (s < expected.size() && Double.isFinite(expected.get(s)) && Double.isFinite(true_)) {
        confidence.add(
            new OutlineReport.Pair(scores.id() + ", " + one.getKey(), expected.get(s), true_));
      }
      s++;
    }
  }

  OutlineReport report(String title, OutlineEvaluation evaluation, String card) {
    SequencedMap<String, List<OutlineReport.Pair>> volumes = new LinkedHashMap<>();
    evaluation
        .cases()
        .forEach(
            (id, structures) ->
                structures.forEach(
                    (name, metrics) -> {
                      if (metrics.containsKey("true-volume")) {
                        volumes
                            .computeIfAbsent(name, _ -> new ArrayList<>())
                            .add(
                                new OutlineReport.Pair(
                                    id,
                                    metrics.getOrDefault("true-volume", 0.0),
                                    metrics.getOrDefault("volume", 0.0)));
                      }
                    }));
    return new OutlineReport(
        title,
        evaluation.on(),
        evaluation.count(),
        evaluation.structures(),
        evaluation.instances(),
        volumes,
        confidence,
        worst,
        evaluation.warnings(),
        card);
  }
}
