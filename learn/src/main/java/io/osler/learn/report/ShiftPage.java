package io.osler.learn.report;

import io.osler.core.io.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How far sites differ, before and after, as one page: numbers, histograms, pictures. */
public final class ShiftPage {
  private static final int WIDTH = 520;
  private static final int HEIGHT = 260;
  private static final int SIDE = 140;

  private ShiftPage() {}

  /**
   * One state of the data.
   *
   * @param distance Kolmogorov–Smirnov distance per feature, of the worst pair of sites
   * @param p its probability, times the number of pairs
   * @param mmd squared maximum mean discrepancy of the worst pair
   * @param auc of telling the site from the features; 0.5 is chance
   * @param density per site, over equal bins from low to high; empty where images were not changed
   * @param pictures per site, with one window for all
   */
  public record State(
      String name,
      List<String> features,
      double[] distance,
      double[] p,
      double mmd,
      double mmdP,
      double auc,
      double low,
      double high,
      double[][] density,
      List<List<Picture>> pictures) {
    public State {
      features = List.copyOf(features);
      pictures = pictures.stream().map(List::copyOf).toList();
    }

    public State shown(double from, double to, double[][] densities, List<List<Picture>> perSite) {
      return new State(name, features, distance, p, mmd, mmdP, auc, from, to, densities, perSite);
    }
  }

  /**
   * @param by what the sites are named by
   * @param counts images per site
   * @param warnings shown at the head
   */
  public static String html(
      String by, List<String> sites, int[] counts, List<State> states, List<String> warnings) {
    Html page = new Html();
    page.raw("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .text("Shift between sites")
        .raw("</title><style>body{font-family:'Segoe UI','Helvetica Neue',Arial,sans-serif;")
        .raw("max-width:1080px;margin:2em auto;padding:0 1em;color:" + Ink.TEXT + "}")
        .raw("table{border-collapse:collapse}td,th{padding:.25em .8em;text-align:right}")
        .raw("td:first-child,th:first-child{text-align:left}tr{border-bottom:1px solid #e3e7ea}")
        .raw("img{image-rendering:pixelated}svg{max-width:520px}</style></head><body>")
        .element("h1", "How far sites differ, by " + by);
    warnings.forEach(warning -> page.element("p", "Warning: " + warning));
    List<String> groups = new ArrayList<>();
    for (int s = 0; s < counts.length; s++) {
      groups.add(sites.get(s) + " (" + counts[s] + " images)");
    }
    page.element("p", String.join(", ", groups) + ".");
    page.element(
        "p",
        "MMD²: distance of the features' distributions, 0 for equal ones, with the share of 199"
            + " permutations at least as far. Site AUC: how well a linear classifier tells the"
            + " site on images it has not seen; 0.5 is chance. Distances are those of the worst"
            + " pair of sites. Differences may also be the patients': what the sites' patients"
            + " really differ in is taken out with the rest.");
    page.raw("<table>").raw("<tr><th>state</th><th>site AUC</th><th>MMD²</th><th>p</th></tr>");
    for (State state : states) {
      page.raw("<tr>").element("td", state.name()).element("td", number(state.auc()));
      page.element("td", number(state.mmd())).element("td", number(state.mmdP())).raw("</tr>");
    }
    page.raw("</table>").element("h2", "Kolmogorov–Smirnov distance per feature");
    page.raw("<table><tr><th>feature</th>");
    states.forEach(state -> page.element("th", state.name()));
    page.raw("</tr>");
    List<String> features = states.getFirst().features();
    for (int f = 0; f < features.size(); f++) {
      page.raw("<tr>").element("td", features.get(f));
      for (State state : states) {
        String star = state.p()[f] < 0.05 ? " *" : "";
        page.element("td", number(state.distance()[f]) + star);
      }
      page.raw("</tr>");
    }
    page.raw("</table>").element("p", "* p below 0.05, corrected for the number of pairs.");
    for (State state : states) {
      if (state.density().length > 0) {
        shown(page, sites, state);
      }
    }
    return page.raw("</body></html>\n").toString();
  }

  private static void shown(Html page, List<String> sites, State state) {
    page.element("h2", state.name());
    int bins = state.density()[0].length;
    double[] x = new double[bins];
    double most = 0;
    for (int b = 0; b < bins; b++) {
      x[b] = state.low() + (b + 0.5) / bins * (state.high() - state.low());
      for (double[] density : state.density()) {
        most = Math.max(most, b == 0 ? 0 : density[b]); // the background's bin dwarfs the rest
      }
    }
    double top = most > 0 ? most : 1;
    Plot plot =
        new Plot(
            WIDTH,
            HEIGHT,
            Axis.fixed(
                "intensity",
                state.low(),
                state.high(),
                Axis.nice((state.high() - state.low()) / 5)),
            Axis.fixed("density", 0, top, Axis.nice(top / 4)));
    for (int s = 0; s < sites.size(); s++) {
      double[] y = state.density()[s].clone();
      for (int b = 0; b < bins; b++) {
        y[b] = Math.min(y[b], top);
      }
      plot.line(Ink.of(s), x, y).legend(Ink.of(s), sites.get(s));
    }
    page.raw(plot.svg("Intensities by site", "Histograms of intensities by site, " + state.name()));
    for (int s = 0; s < sites.size(); s++) {
      page.raw("<p>").text(sites.get(s)).raw("<br>");
      for (Picture picture : state.pictures().get(s)) {
        double scale = SIDE / (double) Math.max(picture.width(), picture.height());
        int width = (int) Math.max(1, Math.round(scale * picture.width()));
        int height = (int) Math.max(1, Math.round(scale * picture.height()));
        page.picture(picture.resized(width, height).png(), sites.get(s) + ", " + state.name());
        page.raw(" ");
      }
      page.raw("</p>");
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
