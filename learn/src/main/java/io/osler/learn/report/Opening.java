package io.osler.learn.report;

import io.osler.core.metric.Confusion;
import io.osler.core.metric.Interval;
import java.util.List;
import java.util.Optional;

/** The top of the page: what the model does, how well in plain words, and what it is not. */
final class Opening {
  private static final List<String> TILES =
      List.of("auc", "balanced-accuracy", "accuracy", "brier");

  private Opening() {}

  static void write(Html page, Report report) {
    page.raw("<header><p class=\"brand\">Osler · evaluation report</p>")
        .element("h1", headline(report))
        .raw("<p class=\"lead\">")
        .text(lead(report))
        .raw("</p>");
    page.raw("<p class=\"notice\"><strong>Research use only – not a medical device.</strong> ")
        .text(
            "This page describes how a computer program did on images "
                + (report.learntFrom() == 0
                    ? "that it had not seen while learning."
                    : "of which it had learnt from %d: it does worse on new ones."
                        .formatted(report.learntFrom()))
                + " It has not been cleared for diagnosis or treatment. How it does on"
                + " other scanners, hospitals or patients is not known until it has been measured"
                + " there.")
        .raw("</p>");
    report
        .warnings()
        .forEach(
            warning ->
                page.raw("<p class=\"notice\"><strong>Warning.</strong> ")
                    .text(warning)
                    .raw("</p>"));
    hundreds(page, report);
    tiles(page, report);
    page.raw("<nav><a href=\"#results\">Results</a><a href=\"#cases\">Cases</a>")
        .raw("<a href=\"#subgroups\">Subgroups</a><a href=\"#data\">Data</a>")
        .raw(report.curves().isEmpty() ? "" : "<a href=\"#training\">Training</a>")
        .raw("<a href=\"#card\">Model card</a>")
        .raw("<a href=\"#origin\">Origin</a></nav></header>");
  }

  /**
   * "Finds … : of 100 malignant images it flags 87, and of 100 benign ones it wrongly flags 12."
   */
  static String headline(Report report) {
    if (report.binary() && !report.points().isEmpty()) {
      OperatingResult point = report.points().getFirst();
      double alarms = 1 - point.specificity().value();
      return report.task()
          + ": of 100 "
          + report.positiveName()
          + " "
          + report.unit()
          + " it flags "
          + Numbers.ofHundred(point.sensitivity().value())
          + ", and of 100 "
          + report.negativeName()
          + " ones it flags "
          + Numbers.ofHundred(alarms)
          + " by mistake.";
    }
    Optional<Interval> accuracy = Optional.ofNullable(report.scores().get("accuracy"));
    return report.exclusive() && accuracy.isPresent()
        ? report.task()
            + ": of 100 "
            + report.unit()
            + " it names the right one of "
            + report.classes().size()
            + " classes in "
            + Numbers.ofHundred(accuracy.get().value())
            + "."
        : report.task() + ".";
  }

  private static String lead(Report report) {
    String tested = Numbers.count(report.predictions().size()) + " " + report.unit();
    if (!report.binary() || report.points().isEmpty()) {
      return "Measured on " + tested + ", " + report.on() + ".";
    }
    OperatingResult point = report.points().getFirst();
    Confusion confusion = ConfusionChart.confusion(report);
    return "Measured on "
        + tested
        + ", "
        + report.on()
        + "; "
        + Numbers.count(confusion.actual(report.positive()))
        + " of them "
        + report.positiveName()
        + ". With so many, the truth may lie between "
        + hundredths(point.sensitivity())
        + " of 100 found and "
        + hundredths(flipped(point.specificity()))
        + " of 100 flagged by mistake (95 % intervals).";
  }

  private static String hundredths(Interval interval) {
    return Numbers.fixed(100 * interval.low(), 0)
        + " and "
        + Numbers.fixed(100 * interval.high(), 0);
  }

  private static Interval flipped(Interval i) {
    return new Interval(1 - i.value(), 1 - i.high(), 1 - i.low());
  }

  private static void hundreds(Html page, Report report) {
    if (!report.binary() || report.points().isEmpty()) {
      return;
    }
    OperatingResult point = report.points().getFirst();
    double found = point.sensitivity().value();
    double alarms = 1 - point.specificity().value();
    page.raw("<div class=\"hundreds\">");
    hundred(
        page,
        found,
        0,
        "Of 100 " + report.positiveName() + " " + report.unit(),
        Numbers.ofHundred(found) + " are flagged",
        Numbers.ofHundred(1 - found) + " are missed");
    hundred(
        page,
        alarms,
        1,
        "Of 100 " + report.negativeName() + " " + report.unit(),
        Numbers.ofHundred(alarms) + " are flagged by mistake",
        Numbers.ofHundred(1 - alarms) + " are rightly left alone");
    page.raw("</div>");
  }

  private static void hundred(
      Html page, double share, int series, String of, String filled, String open) {
    page.raw("<figure>" + IconArray.svg(share, series, of + ": " + filled) + "<figcaption>")
        .element("b", of)
        .raw("<span class=\"key\">" + dot(series))
        .text(filled)
        .raw("</span><span class=\"key\">" + dot(-1))
        .text(open)
        .raw("</span></figcaption></figure>");
  }

  private static String dot(int series) {
    return "<svg viewBox=\"0 0 14 14\" aria-hidden=\"true\"><circle cx=\"7\" cy=\"7\" "
        + (series < 0
            ? "r=\"5.6\" fill=\"none\" stroke=\"" + Ink.GUIDE + "\""
            : "r=\"6\" fill=\"" + Ink.of(series).colour() + "\"")
        + "/></svg>";
  }

  private static void tiles(Html page, Report report) {
    page.raw("<div class=\"tiles\">");
    for (String name : TILES) {
      Optional.ofNullable(report.scores().get(name))
          .ifPresent(
              score ->
                  page.raw("<div>")
                      .element("span class=\"label\"", MetricWords.of(name, report).label())
                      .element("span class=\"value\"", Numbers.fixed(score.value(), 3))
                      .element(
                          "span class=\"range\"",
                          "95 %: "
                              + Numbers.fixed(score.low(), 3)
                              + " to "
                              + Numbers.fixed(score.high(), 3))
                      .raw("</div>"));
    }
    page.raw("</div>");
  }
}
