package io.osler.learn.report;

import java.util.SequencedMap;

/** Where the model comes from: data, training, card and origin. */
final class DataSections {
  private DataSections() {}

  static void write(Html page, Report report) {
    data(page, report);
    training(page, report);
    page.raw("<section id=\"card\"><h2>Model card</h2><div class=\"card\">")
        .raw(Markdown.html(report.card(), 2))
        .raw("</div></section><section id=\"origin\"><h2>Origin</h2>")
        .raw("<p class=\"soft\">With these, the same model can be made and checked again.</p>");
    pairs(page, report.origin());
    page.raw("</section>");
  }

  /** A curve for each network; nothing where none is known. */
  private static void training(Html page, Report report) {
    if (report.curves().isEmpty()) {
      return;
    }
    page.raw("<section id=\"training\"><h2>Training</h2>");
    for (int i = 0; i < report.curves().size(); i++) {
      LearningCurve curve = new LearningCurve(report.metric(), report.curves().get(i));
      if (report.curves().size() > 1) {
        page.element("h3", "Network %d of %d".formatted(i + 1, report.curves().size()));
      }
      page.element("p class=\"soft\"", curve.sentence());
      if (!curve.points().isEmpty()) {
        page.raw("<figure class=\"wide\">" + curve.svg() + "</figure>");
      }
    }
    page.raw("</section>");
  }

  private static void data(Html page, Report report) {
    DataSummary data = report.data();
    page.raw("<section id=\"data\"><h2>Data</h2>").element("p", data.source());
    page.raw("<table><thead><tr><th>Split</th>");
    report.classes().forEach(name -> page.element("th class=\"n\"", name));
    page.raw(
        "<th class=\"n\">All</th><th class=\"n\">Patients</th><th>Shares</th></tr></thead><tbody>");
    for (DataSummary.Split split : data.splits()) {
      page.raw("<tr>").element("th scope=\"row\"", split.name());
      split.perClass().forEach(n -> page.element("td class=\"n\"", Numbers.count(n)));
      page.element("td class=\"n\"", Numbers.count(split.images()))
          .element("td class=\"n\"", Numbers.count(split.patients()))
          .raw("<td class=\"strip\">" + shares(split) + "</td></tr>");
    }
    page.raw("</tbody></table>");
    pairs(page, data.facts());
    if (!data.findings().isEmpty()) {
      page.raw("<h3>What the fingerprint found</h3><ul class=\"findings\">");
      for (DataSummary.Finding finding : data.findings()) {
        page.raw(
                "<li class=\"" + finding.severity().word.toLowerCase(java.util.Locale.ROOT) + "\">")
            .element("b", finding.severity().word)
            .text(finding.sentence())
            .raw("</li>");
      }
      page.raw("</ul>");
    }
    page.raw("</section>");
  }

  /** One bar, cut by class in the order of the columns. */
  private static String shares(DataSummary.Split split) {
    double all = Math.max(split.perClass().stream().mapToLong(Long::longValue).sum(), 1);
    StringBuilder bar = new StringBuilder("<svg viewBox=\"0 0 120 16\" aria-hidden=\"true\">");
    double x = 0;
    for (int c = 0; c < split.perClass().size(); c++) {
      double width = 120 * split.perClass().get(c) / all;
      bar.append("<rect y=\"3\" height=\"10\" x=\"").append(Numbers.coordinate(x));
      bar.append("\" width=\"").append(Numbers.coordinate(Math.max(width - 1, 0)));
      bar.append("\" fill=\"").append(Ink.of(c).colour());
      bar.append("\" fill-opacity=\"").append(c % 2 == 0 ? "0.9" : "0.45").append("\"/>");
      x += width;
    }
    return bar.append("</svg>").toString();
  }

  private static void pairs(Html page, SequencedMap<String, String> pairs) {
    if (pairs.isEmpty()) {
      return;
    }
    page.raw("<dl>");
    pairs.forEach((name, value) -> page.element("dt", name).element("dd", value));
    page.raw("</dl>");
  }
}
