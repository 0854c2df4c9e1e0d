package io.osler.learn.report;

import java.util.Locale;

/** What a metric is called and what it means, in words for a reader who is no statistician. */
record MetricWords(String label, String meaning, double low, double high) {

  static MetricWords of(String name, Report report) {
    String sought = report.binary() ? "“" + report.positiveName() + "”" : "a class";
    String units = report.unit();
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "auc" ->
          share(
              "Area under the ROC curve (AUC)",
              "How often one of the sought "
                  + units
                  + " gets a higher score than one of the others. 0.5 is guessing, 1 is perfect.");
      case "accuracy" -> share("Accuracy", "Share of all " + units + " called correctly.");
      case "balanced-accuracy" ->
          share(
              "Balanced accuracy",
              "Mean over the classes of the share called correctly; a rare class counts as much.");
      case "sensitivity" -> share("Sensitivity", "Share of " + sought + " that is found.");
      case "specificity" -> share("Specificity", "Share of the others that is left in peace.");
      case "ppv" -> share("Positive predictive value", "Share of the flags that are right.");
      case "npv" -> share("Negative predictive value", "Share of the unflagged that are clear.");
      case "f1", "macro-f1", "f1-macro" ->
          share("F1", "Balance of finding all and flagging only what is right.");
      case "mcc" ->
          new MetricWords(
              "Matthews correlation",
              "Agreement of call and truth; 0 is guessing, 1 is perfect.",
              -1,
              1);
      case "kappa" ->
          new MetricWords(
              "Cohen's κ", "Agreement beyond chance; 0 is chance, 1 is perfect.", -1, 1);
      case "quadratic-kappa", "kappa-quadratic" ->
          new MetricWords(
              "Quadratic κ", "Agreement beyond chance where near misses count less.", -1, 1);
      case "average-precision" ->
          share(
              "Average precision",
              "Mean precision over all recalls; guessing gives the share of the class.");
      case "log-loss" ->
          new MetricWords(
              "Log loss",
              "Penalty for stated probabilities that prove wrong; lower is better.",
              0,
              Double.NaN);
      case "brier" ->
          share("Brier score", "Mean squared error of the stated probability; lower is better.");
      case "ece" ->
          share(
              "Expected calibration error",
              "Mean gap between stated probability and what came true; lower is better.");
      default -> new MetricWords(name, "", Double.NaN, Double.NaN);
    };
  }

  private static MetricWords share(String label, String meaning) {
    return new MetricWords(label, meaning, 0, 1);
  }

  boolean onScale() {
    return Double.isFinite(low) && Double.isFinite(high);
  }
}
