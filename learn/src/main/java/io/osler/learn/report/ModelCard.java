package io.osler.learn.report;

import io.osler.core.metric.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a user must know before using the model, as Markdown, in the sections of Mitchell et al.
 * 2019 ("Model Cards for Model Reporting").
 *
 * @param task a sentence without a full stop: "Finds malignant lesions in breast ultrasound"
 * @param intended uses that the model was made for, whole sentences
 * @param notIntended uses to keep away from, beyond those that hold for every model
 * @param data what it learned from and was tested on
 * @param classes in the order of the splits' counts
 * @param training network, size, schedule: name → value
 * @param scores name → value with 95 % interval on the test images
 * @param limits what is known to go wrong, whole sentences
 */
public record ModelCard(
    String title,
    String task,
    List<String> intended,
    List<String> notIntended,
    List<String> classes,
    DataSummary data,
    SequencedMap<String, String> training,
    SequencedMap<String, Interval> scores,
    List<OperatingResult> points,
    List<Subgroup> subgroups,
    List<String> limits,
    SequencedMap<String, String> origin) {
  public ModelCard {
    intended = List.copyOf(intended);
    notIntended = List.copyOf(notIntended);
    classes = List.copyOf(classes);
    training = DataSummary.copy(training);
    scores = DataSummary.copy(scores);
    points = List.copyOf(points);
    subgroups = List.copyOf(subgroups);
    limits = List.copyOf(limits);
    origin = DataSummary.copy(origin);
  }

  /** The card as Markdown text. */
  public String markdown() {
    StringBuilder card = new StringBuilder();
    card.append("# ").append(plain(title)).append("\n\n").append(plain(task)).append(".\n\n");
    card.append("**Research use only. Not a medical device.**\n");
    bullets(card, "Intended use", intended);
    List<String> never = new ArrayList<>(notIntended);
    never.add("Diagnosis or treatment of a patient, alone or as the deciding voice.");
    never.add("Images unlike those below: another organ, modality, projection or preparation.");
    bullets(card, "Not intended", never);
    data(card);
    pairs(card, "Training", training);
    results(card);
    subgroups(card);
    List<String> known = new ArrayList<>(limits);
    known.add(
        "Scores hold for data like the test set; another hospital, device or mix of patients"
            + " needs its own test.");
    known.add("Every image gets an answer, also one that shows none of the classes.");
    bullets(card, "Limits", known);
    pairs(card, "Origin", origin);
    return card.toString();
  }

  private static String plain(String text) {
    return Markdown.plainText(text);
  }

  private static void bullets(StringBuilder card, String title, List<String> sentences) {
    card.append("\n## ").append(title).append("\n\n");
    sentences.forEach(s -> card.append("- ").append(plain(s)).append('\n'));
  }

  private static void pairs(StringBuilder card, String title, Map<String, String> pairs) {
    card.append("\n## ").append(title).append("\n\n");
    pairs.forEach(
        (k, v) -> card.append("- ").append(plain(k)).append(": ").append(plain(v)).append('\n'));
  }

  private void data(StringBuilder card) {
    card.append("\n## Data\n\n").append(plain(data.source())).append("\n\n| split |");
    classes.forEach(c -> card.append(' ').append(plain(c)).append(" |"));
    card.append(" patients |\n|---|").append("---|".repeat(classes.size() + 1)).append('\n');
    for (DataSummary.Split split : data.splits()) {
      card.append("| ").append(plain(split.name())).append(" |");
      split.perClass().forEach(n -> card.append(' ').append(n).append(" |"));
      card.append(' ').append(split.patients()).append(" |\n");
    }
    List<String> found =
        data.findings().stream().map(f -> f.severity().word + ": " + f.sentence()).toList();
    if (!found.isEmpty()) {
      card.append('\n');
      found.forEach(s -> card.append("- ").append(plain(s)).append('\n'));
    }
  }

  private void results(StringBuilder card) {
    card.append("\n## Results\n\n| metric | value | 95 % interval |\n|---|---|---|\n");
    scores.forEach((name, s) -> row(card, plain(name), s));
    for (OperatingResult point : points) {
      String at = " at " + plain(point.name()) + " (" + Numbers.fixed(point.threshold(), 3) + ")";
      row(card, "sensitivity" + at, point.sensitivity());
      row(card, "specificity" + at, point.specificity());
    }
  }

  private static void row(StringBuilder card, String name, Interval s) {
    card.append("| ").append(name).append(" | ").append(Numbers.fixed(s.value(), 3)).append(" | ");
    card.append(ResultSections.range(s, 3)).append(" |\n");
  }

  private void subgroups(StringBuilder card) {
    card.append("\n## Subgroups\n\n");
    if (subgroups.isEmpty()) {
      card.append(
          "The data set names none; whether the model does equally well for all is not known.\n");
      return;
    }
    card.append("| subgroup | cases | metric | value | 95 % interval |\n|---|---|---|---|---|\n");
    for (Subgroup group : subgroups) {
      group
          .scores()
          .forEach(
              (name, s) ->
                  row(
                      card,
                      plain(group.variable() + ": " + group.value())
                          + " | "
                          + group.cases()
                          + " | "
                          + plain(name),
                      s));
    }
    List<String> warnings =
        subgroups.stream().map(Subgroup::warning).flatMap(Optional::stream).toList();
    if (!warnings.isEmpty()) {
      card.append('\n');
      warnings.forEach(w -> card.append("- **Warning:** ").append(plain(w)).append('\n'));
    }
  }
}
