package io.osler.learn.report;

import io.osler.core.config.Require;
import io.osler.core.metric.Interval;
import java.util.List;
import java.util.SequencedMap;

/**
 * Everything that {@link ReportPage} shows.
 *
 * @param title of the model, a few words
 * @param task what it does, a sentence without a full stop: "Finds malignant lesions in breast
 *     ultrasound"
 * @param unit what one case is called in the plural: "images", "scans"
 * @param exclusive whether each image has exactly one class
 * @param positive index of the class that is looked for, when there are two classes
 * @param metric name of the curve points' validation metric, for example "AUC"
 * @param curves learning curve of each network; none where none is known
 * @param on which images were scored: "the test split"
 * @param learntFrom how many of these the model had learnt from
 * @param warnings whole sentences
 * @param scores name (kebab-case, for example "auc") → value with 95 % interval, on these images
 * @param points of operation, the one that the page is about first; none when there are more than
 *     two classes
 * @param card the model card, Markdown
 * @param origin name → value: hashes, versions, seed, plan
 */
public record Report(
    String title,
    String task,
    String unit,
    List<String> classes,
    boolean exclusive,
    int positive,
    DataSummary data,
    String metric,
    List<List<CurvePoint>> curves,
    String on,
    int learntFrom,
    List<String> warnings,
    SequencedMap<String, Interval> scores,
    List<Prediction> predictions,
    List<OperatingResult> points,
    List<CasePicture> pictures,
    List<Subgroup> subgroups,
    String card,
    SequencedMap<String, String> origin) {
  private static final int MOST_PICTURES = 200;

  public Report {
    classes = List.copyOf(classes);
    curves = curves.stream().map(List::copyOf).toList();
    scores = DataSummary.copy(scores);
    warnings = List.copyOf(warnings);
    predictions = List.copyOf(predictions);
    points = List.copyOf(points);
    pictures = List.copyOf(pictures);
    subgroups = List.copyOf(subgroups);
    origin = DataSummary.copy(origin);
    int count = classes.size();
    Require.atLeast("classes", count, exclusive ? 2 : 1);
    Require.within("positive", positive, 0, count - 1);
    Require.within("pictures", pictures.size(), 0, MOST_PICTURES);
    for (DataSummary.Split split : data.splits()) {
      Require.that(
          split.perClass().size() == count,
          "counts of " + split.name(),
          split.perClass(),
          count + " numbers");
    }
    for (Prediction prediction : predictions) {
      Require.that(
          !exclusive || prediction.truth().size() == 1,
          "truth of " + prediction.id(),
          prediction.truth(),
          "one class");
      Require.that(
          prediction.probabilities().size() == count,
          "probabilities of " + prediction.id(),
          prediction.probabilities(),
          count + " numbers");
    }
  }

  /** Two classes of which each image has exactly one. */
  boolean binary() {
    return classes.size() == 2 && exclusive;
  }

  String positiveName() {
    return classes.get(positive);
  }

  /** The class that is not looked for; binary reports only. */
  String negativeName() {
    return classes.get(1 - positive);
  }
}
