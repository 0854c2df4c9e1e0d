package io.osler.learn.report;

import io.osler.core.io.Atomic;
import io.osler.core.metric.Interval;
import io.osler.learn.report.OutlineReport.Pair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** {@link OutlineReport} as one self-contained HTML page. The same report, the same characters. */
public final class OutlinePage {
  /** Metrics side by side; more would break within words. */
  private static final int CELLS = 6;

  private static final int PLOTS = 12;

  private OutlinePage() {}

  /** Writes the page whole or not at all; an earlier one is replaced. */
  public static void write(OutlineReport report, Path file) {
    Atomic.replace(file, html(report).getBytes(StandardCharsets.UTF_8));
  }

  public static String html(OutlineReport report) {
    Html page = ReportPage.opened(report.title());
    page.raw("<header>").element("h1", report.title());
    page.element("p", "Outlines held against " + report.on() + ": " + report.count() + " cases.");
    page.element("p", "Research use only; not a medical device.").raw("</header><main>");
    for (String warning : report.warnings()) {
      page.element("p class=\"notice\"", "Warning: " + warning);
    }
    page.raw("<section>").element("h2", "Structures");
    table(page, "structure", report.structures());
    page.raw("</section>");
    if (!report.instances().isEmpty()) {
      page.raw("<section>").element("h2", "Objects").raw("<table>");
      report
          .instances()
          .forEach(
              (name, value) ->
                  page.raw("<tr>")
                      .element("th", name)
                      .element("td", value.toString())
                      .raw("</tr>"));
      page.raw("</table></section>");
    }
    pictures(page, report.cases());
    volumes(page, report.volumes());
    confidence(page, report.confidence());
    if (!report.card().isBlank()) {
      page.raw("<section>").raw(Markdown.html(report.card(), 1)).raw("</section>");
    }
    return ReportPage.closed(page.raw("</main>"));
  }

  private static void table(
      Html page, String head, SequencedMap<String, SequencedMap<String, Interval>> rows) {
    List<String> all = rows.values().stream().flatMap(m -> m.keySet().stream()).distinct().toList();
    for (int from = 0; from < all.size(); from += CELLS) {
      table(page, head, all.subList(from, Math.min(all.size(), from + CELLS)), rows);
    }
  }

  private static void table(
      Html page,
      String head,
      List<String> names,
      SequencedMap<String, SequencedMap<String, Interval>> rows) {
    page.raw("<table><thead><tr>").element("th", head);
    names.forEach(name -> page.element("th", name));
    page.raw("</tr></thead>");
    rows.forEach(
        (row, metrics) -> {
          page.raw("<tr>").element("th", row);
          for (String name : names) {
            Interval value = metrics.get(name);
            page.element("td", value == null ? "–" : value.toString());
          }
          page.raw("</tr>");
        });
    page.raw("</table>");
  }

  private static void pictures(Html page, List<OutlineCase> cases) {
    if (cases.isEmpty()) {
      return;
    }
    page.raw("<section>").element("h2", "Worst cases first");
    page.element("p", "Truth green, prediction orange; in each plane where they differ most.");
    for (OutlineCase one : cases) {
      page.raw("<figure>")
          .picture(one.picture().png(), "truth and prediction of " + one.id())
          .raw("<figcaption>")
          .text("%s: %.3f".formatted(one.id(), one.score()));
      for (Map.Entry<String, SequencedMap<String, Double>> metrics : one.metrics().entrySet()) {
        double dice = metrics.getValue().getOrDefault("dice", Double.NaN);
        if (!Double.isNaN(dice)) {
          page.text(String.format(Locale.ROOT, "; %s Dice %.3f", metrics.getKey(), dice));
        }
      }
      page.raw("</figcaption></figure>");
    }
    page.raw("</section>");
  }

  /** Bland and Altman 1986; of many structures those that agree least. */
  private static void volumes(Html page, SequencedMap<String, List<Pair>> volumes) {
    List<String> shown =
        volumes.keySet().stream()
            .filter(name -> volumes.getOrDefault(name, List.of()).size() > 1)
            .sorted(
                Comparator.comparingDouble(name -> -spread(volumes.getOrDefault(name, List.of()))))
            .limit(PLOTS)
            .toList();
    if (shown.isEmpty()) {
      return;
    }
    page.raw("<section>").element("h2", "Volume: predicted − true against their mean, ml");
    if (shown.size() < volumes.size()) {
      page.element(
          "p",
          "%d of %d structures, those that agree least.".formatted(shown.size(), volumes.size()));
    }
    page.raw("<div class=\"charts\">");
    volumes.forEach(
        (name, pairs) -> {
          if (shown.contains(name)) {
            double[] means =
                pairs.stream().mapToDouble(p -> (p.first() + p.second()) / 2).toArray();
            page.raw("<figure>")
                .raw(Scatter.agreement(name, means, differences(pairs)))
                .raw("</figure>");
          }
        });
    page.raw("</div></section>");
  }

  private static double[] differences(List<Pair> pairs) {
    return pairs.stream().mapToDouble(p -> p.second() - p.first()).toArray();
  }

  /** The worse limit of agreement, as a share of the true volume. */
  private static double spread(List<Pair> pairs) {
    double[] limits = Scatter.limits(differences(pairs));
    double mean = pairs.stream().mapToDouble(Pair::first).average().orElse(0);
    return Math.max(Math.abs(limits[0]), Math.abs(limits[2])) / Math.max(1e-9, mean);
  }

  private static void confidence(Html page, List<Pair> pairs) {
    if (pairs.size() < 2) {
      return;
    }
    page.raw("<section>").element("h2", "Dice expected by the model (across) against the true one");
    double apart =
        pairs.stream().mapToDouble(p -> Math.abs(p.first() - p.second())).average().orElse(0);
    page.element(
        "p",
        String.format(
            Locale.ROOT,
            "Each structure of each case; on average %.3f apart. A model that is sure of what is"
                + " wrong lies below the others to the right.",
            apart));
    double[] x = pairs.stream().mapToDouble(Pair::first).toArray();
    double[] y = pairs.stream().mapToDouble(Pair::second).toArray();
    page.raw("<div class=\"charts\"><figure>")
        .raw(Scatter.expected("Dice, expected and true", x, y))
        .raw("</figure></div></section>");
  }
}
