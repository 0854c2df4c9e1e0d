package io.osler.learn.report;

import static io.osler.learn.report.Numbers.coordinate;

import io.osler.core.metric.Confusion;

/** What is true against what the model says, as counts with the share of each row. */
final class ConfusionChart {
  private static final int WIDTH = 470;
  private static final int HEIGHT = 430;
  private static final int LEFT = 120;
  private static final int TOP = 84;
  private static final double DARK = 0.55;

  private ConfusionChart() {}

  /** At the first operating point for two classes, the most probable class otherwise. */
  static Confusion confusion(Report report) {
    int[] truth = report.predictions().stream().mapToInt(p -> p.truth().getFirst()).toArray();
    int[] called = report.predictions().stream().mapToInt(p -> called(report, p)).toArray();
    return Confusion.of(truth, called, report.classes().size());
  }

  private static int called(Report report, Prediction p) {
    if (!report.binary() || report.points().isEmpty()) {
      return p.called();
    }
    boolean flagged =
        p.probabilities().get(report.positive()) >= report.points().getFirst().threshold();
    return flagged ? report.positive() : 1 - report.positive();
  }

  static String svg(Report report) {
    Confusion confusion = confusion(report);
    int n = confusion.classes();
    double side = Math.min(WIDTH - LEFT - 10, HEIGHT - TOP - 10) / (double) n;
    Html out = new Html();
    out.element("text class=\"head\" x=\"0\" y=\"14\"", "Confusion: what is true, what it says");
    out.element(
        "text class=\"name\" text-anchor=\"middle\" x=\""
            + coordinate(LEFT + n * side / 2)
            + "\" y=\"42\"",
        "the model says");
    out.element(
        "text class=\"name\" text-anchor=\"middle\" transform=\"translate(13 "
            + coordinate(TOP + n * side / 2)
            + ") rotate(-90)\"",
        "it is");
    boolean words = side >= 24;
    for (int r = 0; r < n; r++) {
      int t = inOrder(report, r);
      out.element(
          "text text-anchor=\"end\" x=\""
              + (LEFT - 10)
              + "\" y=\""
              + coordinate(TOP + (r + 0.5) * side + 4)
              + "\"",
          name(report, t, 14));
      out.element(
          "text text-anchor=\""
              + (n > 5 ? "start" : "middle")
              + "\" transform=\"translate("
              + coordinate(LEFT + (r + 0.5) * side)
              + " "
              + (TOP - 8)
              + ")"
              + (n > 5 ? " rotate(-38)" : "")
              + "\"",
          name(report, t, n > 5 ? 10 : 22));
      for (int c = 0; c < n; c++) {
        cell(out, confusion, t, inOrder(report, c), LEFT + c * side, TOP + r * side, side, words);
      }
    }
    return Svg.of(
        WIDTH, HEIGHT, "Confusion matrix of " + confusion.total() + " cases", out.toString());
  }

  /** The class looked for comes first. */
  private static int inOrder(Report report, int place) {
    return report.binary() && report.positive() == 1 ? 1 - place : place;
  }

  private static String name(Report report, int c, int most) {
    String name = report.classes().get(c);
    return name.codePointCount(0, name.length()) <= most
        ? name
        : name.substring(0, name.offsetByCodePoints(0, most - 1)) + "…";
  }

  private static void cell(
      Html out, Confusion confusion, int t, int c, double x, double y, double side, boolean words) {
    long count = confusion.counts()[t][c];
    double share = confusion.actual(t) == 0 ? 0 : count / (double) confusion.actual(t);
    Ink ink = Ink.of(t == c ? 0 : 1);
    out.raw("<rect rx=\"3\" x=\"" + coordinate(x + 1.5) + "\" y=\"" + coordinate(y + 1.5))
        .raw("\" width=\"" + coordinate(side - 3) + "\" height=\"" + coordinate(side - 3))
        .raw("\" fill=\"" + ink.colour() + "\" fill-opacity=\"" + coordinate(0.05 + 0.85 * share))
        .raw("\" stroke=\"" + ink.colour() + "\" stroke-opacity=\"0.35\"/>");
    if (!words) {
      return;
    }
    String colour = share > DARK ? "#fff" : Ink.TEXT;
    double size = Math.min(26, side / 3.2);
    out.element(
        "text text-anchor=\"middle\" style=\"font-weight:600;fill:"
            + colour
            + ";font-size:"
            + coordinate(size)
            + "px\" x=\""
            + coordinate(x + side / 2)
            + "\" y=\""
            + coordinate(y + side / 2 + (side > 60 ? 2 : size / 3))
            + "\"",
        Numbers.count(count));
    if (side > 60) {
      out.element(
          "text text-anchor=\"middle\" style=\"fill:"
              + colour
              + "\" x=\""
              + coordinate(x + side / 2)
              + "\" y=\""
              + coordinate(y + side / 2 + 20)
              + "\"",
          Numbers.percent(share) + " of row");
    }
  }
}
