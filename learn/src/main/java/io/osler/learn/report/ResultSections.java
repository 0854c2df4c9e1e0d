package io.osler.learn.report;

import io.osler.core.metric.Interval;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/** Metrics, operating points, the four charts, and the same scores by subgroup. */
final class ResultSections {
  private ResultSections() {}

  static void write(Html page, Report report) {
    page.raw("<section id=\"results\"><h2>Results on ").text(report.on()).raw("</h2>");
    metrics(page, report);
    points(page, report);
    charts(page, report);
    page.raw("</section>");
  }

  private static void metrics(Html page, Report report) {
    page.raw(
            "<table class=\"metrics\"><caption>Each number with its 95 % interval: repeat the test")
        .raw(" with other patients and the number will likely fall inside.</caption>")
        .raw(
            "<thead><tr><th>Metric</th><th class=\"n\">Value</th><th class=\"n\">95 %"
                + " interval</th>")
        .raw(
            "<th class=\"strip\" aria-hidden=\"true\"></th><th>What it"
                + " says</th></tr></thead><tbody>");
    report
        .scores()
        .forEach(
            (name, score) -> {
              MetricWords words = MetricWords.of(name, report);
              page.raw("<tr>")
                  .element("th scope=\"row\"", words.label())
                  .element("td class=\"n\"", Numbers.fixed(score.value(), 3))
                  .element("td class=\"n\"", range(score, 3))
                  .raw("<td class=\"strip\">" + strip(score, words) + "</td>")
                  .element("td class=\"soft\"", words.meaning())
                  .raw("</tr>");
            });
    page.raw("</tbody></table>");
  }

  static String range(Interval score, int decimals) {
    return Numbers.fixed(score.low(), decimals) + " – " + Numbers.fixed(score.high(), decimals);
  }

  /** The interval as a bar on the metric's scale; empty where the scale has no end. */
  private static String strip(Interval score, MetricWords words) {
    if (!words.onScale()) {
      return "";
    }
    Axis axis = new Axis("", words.low(), words.high(), 1);
    double low = 4 + 112 * axis.at(score.low());
    double high = 4 + 112 * axis.at(score.high());
    double at = 4 + 112 * axis.at(score.value());
    return "<svg viewBox=\"0 0 120 16\" aria-hidden=\"true\"><path stroke=\""
        + Ink.GRID
        + "\" stroke-width=\"2\" d=\"M4 8H116\"/><path stroke-linecap=\"round\" stroke-width=\"5\""
        + " stroke-opacity=\"0.4\" stroke=\""
        + Ink.of(0).colour()
        + "\" d=\"M"
        + Numbers.coordinate(low)
        + " 8H"
        + Numbers.coordinate(high)
        + "\"/>"
        + Plot.marker(Ink.of(0), at, 8, 4.5)
        + "</svg>";
  }

  private static void points(Html page, Report report) {
    if (report.points().isEmpty()) {
      return;
    }
    page.raw("<h3>Operating points</h3><p class=\"soft\">An image is flagged when its stated")
        .raw(" probability reaches the threshold. Thresholds are chosen on validation images,")
        .raw(" never on the test; this page is about the first. The metrics above are of the most")
        .raw(" probable class, as predictions are.</p>")
        .raw(
            "<table class=\"points\"><thead><tr><th>Operating point</th><th"
                + " class=\"n\">Threshold</th>")
        .raw("<th class=\"n\">Sensitivity</th><th class=\"n\">Specificity</th>")
        .raw(
            "<th class=\"n\">Flags that are right</th><th class=\"n\">All-clears that are"
                + " right</th>")
        .raw("</tr></thead><tbody>");
    for (OperatingResult point : report.points()) {
      page.raw("<tr><th scope=\"row\">")
          .text(point.name())
          .element("small", point.reason())
          .raw("</th>")
          .element("td class=\"n\"", Numbers.fixed(point.threshold(), 3));
      share(page, Optional.of(point.sensitivity()));
      share(page, Optional.of(point.specificity()));
      share(page, point.ppv());
      share(page, point.npv());
      page.raw("</tr>");
    }
    page.raw("</tbody></table>");
  }

  private static void share(Html page, Optional<Interval> share) {
    page.raw("<td class=\"n\">");
    share.ifPresentOrElse(
        s ->
            page.text(Numbers.percent(s.value()))
                .element(
                    "small",
                    Numbers.fixed(100 * s.low(), 0)
                        + " – "
                        + Numbers.fixed(100 * s.high(), 0)
                        + " %"),
        () -> page.text("–"));
    page.raw("</td>");
  }

  private static void charts(Html page, Report report) {
    if (report.predictions().isEmpty()) {
      return;
    }
    page.raw("<div class=\"charts\">");
    chart(
        page,
        RocChart.roc(report),
        report.binary()
            ? "Each place on the curve is a threshold. Up is more found, right is more false"
                + " alarms; the grey diagonal is guessing. Band: 95 % at each place, patients"
                + " drawn again."
            : "Each class against all others; the grey diagonal is guessing.");
    chart(
        page,
        RocChart.precisionRecall(report),
        "How many flags are right as more of the sought "
            + report.unit()
            + " are found."
            + (report.binary() ? " The grey line is guessing." : ""));
    chart(
        page,
        ReliabilityChart.svg(report),
        "Where the model says 80 %, it should be true in 80 of 100: on the grey diagonal. Bars: 95"
            + " % intervals. Below: how many "
            + report.unit()
            + " got that probability.");
    if (report.exclusive()) {
      chart(
          page,
          ConfusionChart.svg(report),
          report.binary() && !report.points().isEmpty()
              ? "At the first operating point. Blue cells are right, brown ones wrong."
              : "The most probable class of each. Blue cells are right, brown ones wrong.");
    }
    page.raw("</div>");
  }

  private static void chart(Html page, String svg, String caption) {
    page.raw("<figure>" + svg).element("figcaption", caption).raw("</figure>");
  }

  static void writeSubgroups(Html page, Report report) {
    page.raw("<section id=\"subgroups\"><h2>Subgroups</h2>");
    if (report.subgroups().isEmpty()) {
      page.raw(
              "<p class=\"soft\">The data set names no subgroups (such as sex, age or scanner), so")
          .raw(" it is not known whether the model does equally well for all.</p></section>");
      return;
    }
    SequencedSet<String> names = new LinkedHashSet<>();
    report.subgroups().forEach(group -> names.addAll(group.scores().keySet()));
    page.raw("<table><thead><tr><th>Subgroup</th><th class=\"n\">")
        .text(report.unit())
        .raw("</th>");
    names.forEach(name -> page.element("th class=\"n\"", MetricWords.of(name, report).label()));
    page.raw("</tr></thead><tbody>");
    for (Subgroup group : report.subgroups()) {
      page.raw(group.warning().isPresent() ? "<tr class=\"warned\">" : "<tr>")
          .raw("<th scope=\"row\">")
          .text(group.variable() + ": " + group.value());
      group.warning().ifPresent(w -> page.element("small", "⚠ " + w));
      if (group.scores().isEmpty()) {
        page.element("small", "too few to say anything");
      }
      page.raw("</th>").element("td class=\"n\"", Numbers.count(group.cases()));
      for (String name : names) {
        page.raw("<td class=\"n\">");
        Optional.ofNullable(group.scores().get(name))
            .ifPresentOrElse(
                s -> page.text(Numbers.fixed(s.value(), 3)).element("small", range(s, 2)),
                () -> page.text("–"));
        page.raw("</td>");
      }
      page.raw("</tr>");
    }
    page.raw("</tbody></table></section>");
  }
}
