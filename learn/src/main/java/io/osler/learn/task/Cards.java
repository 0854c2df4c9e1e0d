package io.osler.learn.task;

import static io.osler.learn.report.Markdown.plainText;

import io.osler.core.metric.Interval;
import io.osler.learn.bundle.Model;
import io.osler.learn.bundle.Origin;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Labels;
import io.osler.learn.data.Split;
import io.osler.learn.plan.Plan;
import java.util.Map;

/** The model card of a fresh model, Markdown; Mitchell et al. 2019. */
final class Cards {
  private Cards() {}

  static String markdown(Model model, DataSet data, Evaluation evaluation, Origin origin) {
    Labels labels = model.plan().labels();
    StringBuilder card = new StringBuilder();
    card.append("# ").append(plainText(model.name())).append("\n\n");
    card.append("**Research use only. Not a medical device.**\n\n");
    card.append(
        "## Intended use\n\nTells apart: %s."
            .formatted(plainText(String.join(", ", labels.classes()))));
    if (labels.binary()) {
      card.append(
          " The positive class is **%s**."
              .formatted(plainText(labels.classes().get(labels.positive()))));
    }
    card.append(
        " For images like those it was trained on. Not for diagnosis or treatment of a patient,\n"
            + "alone or as the deciding voice; not for other organs, modalities or devices.\n\n");
    card.append(
        "## Data\n\n%s, SHA-256 `%s`.\n\n".formatted(plainText(data.name()), origin.dataSha256()));
    card.append("| split | cases |\n|---|---|\n");
    for (Split split : Split.values()) {
      if (data.has(split)) {
        card.append("| %s | %d |\n".formatted(split.key(), data.only(split).size()));
      }
    }
    Plan plan = model.plan();
    card.append(
        "\n## Training\n\n%d network(s) %s, %d steps of %d images each, seed %d, %.0f s on %d threads.\n\n"
            .formatted(
                model.networks(),
                plan.network(),
                plan.course().steps(),
                plan.learning().batch(),
                plan.seed(),
                origin.seconds(),
                origin.threads()));
    card.append("## Results on %s\n\n".formatted(evaluation.on()));
    card.append(
        "%d cases of %d patients.\n\n".formatted(evaluation.cases(), evaluation.patients()));
    table(card, evaluation.metrics());
    evaluation
        .perClass()
        .forEach(
            (name, one) -> {
              card.append("\n### %s (%d cases)\n\n".formatted(plainText(name), one.cases()));
              table(card, one.metrics());
            });
    card.append(
        "\nTemperature"
            + (evaluation.operatingPoints().isEmpty() ? " was" : " and thresholds were")
            + " chosen on these very cases: log loss, Brier, ECE and what a threshold\n"
            + "gives flatter the model a little. Judge it on a test set.\n");
    if (!evaluation.operatingPoints().isEmpty()) {
      card.append("\n### Operating points\n\n| positive where | sensitivity | specificity |\n");
      card.append("|---|---|---|\n");
      model
          .operatingPoints()
          .forEach(
              point ->
                  card.append(
                      "| p ≥ %.3f (%s) | %.3f | %.3f |\n"
                          .formatted(
                              point.threshold(),
                              point.name(),
                              point.sensitivity(),
                              point.specificity())));
    }
    card.append("\n## Subgroups\n\n");
    if (evaluation.subgroups().isEmpty()) {
      card.append("The data name no attribute of the patients: nothing is known of subgroups.\n");
    }
    evaluation
        .subgroups()
        .forEach(
            (attribute, groups) ->
                groups.forEach(
                    (value, group) -> {
                      card.append(
                          "### %s: %s (%d cases)\n\n"
                              .formatted(plainText(attribute), plainText(value), group.cases()));
                      if (group.metrics().isEmpty()) {
                        card.append("Too few cases to say anything.\n");
                      } else {
                        table(card, group.metrics());
                      }
                      card.append('\n');
                    }));
    evaluation.warnings().forEach(w -> card.append("\n**Warning:** %s\n".formatted(plainText(w))));
    card.append(
        "\n"
            + "## Limits\n\n"
            + "These results hold for cases drawn like the training cases. Other devices,"
            + " populations and\n"
            + "prevalences need a test of their own. Images unlike the training images are"
            + " recognised as such\n"
            + "only where their values are out of all proportion.\n");
    return card.toString();
  }

  static String markdown(Model model, DataSet data, OutlineEvaluation evaluation, Origin origin) {
    Plan plan = model.plan();
    StringBuilder card = new StringBuilder();
    card.append("# ").append(plainText(model.name())).append("\n\n");
    card.append("**Research use only. Not a medical device.**\n\n");
    card.append(
        "## Intended use\n\nOutlines: %s. For images like those it was trained on (%s). Not for"
                .formatted(
                    String.join(", ", plan.outlining().outlines().names()),
                    String.join(", ", plan.outlining().outlines().channels()))
            + " diagnosis, treatment\n"
            + "or measurement of a patient, alone or as the deciding voice.\n\n");
    card.append(
        "## Data\n\n%s, %d labelled cases, SHA-256 `%s`.\n\n"
            .formatted(
                data.name(),
                data.only(io.osler.learn.data.Entry::isLabelled).size(),
                origin.dataSha256()));
    card.append(
        "## Training\n\n%d network(s) %s, %d steps of %d patches each, seed %d, %.0f s on %d threads.\n\n"
            .formatted(
                model.networks(),
                plan.network(),
                plan.course().steps(),
                plan.learning().batch(),
                plan.seed(),
                origin.seconds(),
                origin.threads()));
    card.append(
        "## Results on %s\n\n%d cases of %d patients.\n"
            .formatted(evaluation.on(), evaluation.count(), evaluation.patients()));
    if (!evaluation.compared().isEmpty()) {
      card.append("\n### Configurations\n\n| configurations | mean score |\n|---|---|\n");
      evaluation
          .compared()
          .forEach(
              one ->
                  card.append(
                      "| %s | %.4f |\n"
                          .formatted(String.join(" + ", one.configurations()), one.score())));
      card.append("\nThe first was chosen on these cases: its figures flatter it a little.\n");
    }
    evaluation
        .structures()
        .forEach(
            (structure, metrics) -> {
              card.append("\n### %s\n\n".formatted(structure));
              table(card, metrics);
            });
    if (!evaluation.instances().isEmpty()) {
      card.append("\n### Objects\n\n");
      table(card, evaluation.instances());
    }
    evaluation.warnings().forEach(w -> card.append("\n**Warning:** %s\n".formatted(plainText(w))));
    card.append(
        "\n## Limits\n\nThese results hold for cases drawn like the training cases. Other devices,"
            + " populations and\nprotocols need a test of their own.\n");
    return card.toString();
  }

  private static void table(StringBuilder card, Map<String, Interval> metrics) {
    card.append("| metric | value | 95 % interval |\n|---|---|---|\n");
    metrics.forEach(
        (name, one) ->
            card.append(
                "| %s | %.3f | %.3f to %.3f |\n"
                    .formatted(name, one.value(), one.low(), one.high())));
  }
}
