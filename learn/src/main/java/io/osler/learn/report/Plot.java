package io.osler.learn.report;

import static io.osler.learn.report.Numbers.coordinate;

import java.util.ArrayList;
import java.util.List;

/** A rectangle with two axes on which lines, bands and points are drawn, as SVG text. */
final class Plot {
  private static final int LEFT = 62;
  private static final int RIGHT = 14;
  private static final int TOP = 30;
  private static final int BOTTOM = 46;

  private final int width;
  private final int height;
  private final Axis x;
  private final Axis y;
  private final Html under = new Html();
  private final Html over = new Html();
  private final List<Entry> legend = new ArrayList<>();
  private boolean tickWords = true;

  private record Entry(Ink ink, String name, boolean points) {}

  Plot(int width, int height, Axis x, Axis y) {
    this.width = width;
    this.height = height;
    this.x = x;
    this.y = y;
  }

  /** For stacked panels: the words under the horizontal axis are left to the panel below. */
  Plot withoutTickWords() {
    tickWords = false;
    return this;
  }

  double px(double value) {
    return LEFT + x.at(value) * (width - LEFT - RIGHT);
  }

  double py(double value) {
    return height - BOTTOM - y.at(value) * (height - TOP - BOTTOM);
  }

  /** Joined points; a value that is not finite leaves a gap. */
  Plot line(Ink ink, double[] xs, double[] ys) {
    over.raw("<path fill=\"none\" stroke-linejoin=\"round\" stroke-width=\"2\" stroke=\"")
        .raw(ink.colour())
        .raw(ink.dash().isEmpty() ? "" : "\" stroke-dasharray=\"" + ink.dash())
        .raw("\" d=\"");
    boolean pen = false;
    for (int i = 0; i < xs.length; i++) {
      boolean drawn = Double.isFinite(xs[i]) && Double.isFinite(ys[i]);
      if (drawn) {
        over.raw(pen ? "L" : "M").raw(at(xs[i], ys[i]));
      }
      pen = drawn;
    }
    over.raw("\"/>");
    return this;
  }

  Plot band(Ink ink, double[] xs, double[] lows, double[] highs) {
    under
        .raw("<path stroke=\"none\" fill-opacity=\"0.13\" fill=\"")
        .raw(ink.colour())
        .raw("\" d=\"");
    String verb = "M";
    for (int i = 0; i < xs.length; i++) {
      under.raw(verb).raw(at(xs[i], highs[i]));
      verb = "L";
    }
    for (int i = xs.length - 1; i >= 0; i--) {
      under.raw("L").raw(at(xs[i], lows[i]));
    }
    under.raw("Z\"/>");
    return this;
  }

  /** A thin grey line that the curves are compared with. */
  Plot guide(double x1, double y1, double x2, double y2) {
    under
        .raw("<path fill=\"none\" stroke-dasharray=\"4 4\" stroke=\"" + Ink.GUIDE + "\" d=\"M")
        .raw(at(x1, y1) + "L" + at(x2, y2) + "\"/>");
    return this;
  }

  Plot points(Ink ink, double[] xs, double[] ys, double size) {
    for (int i = 0; i < xs.length; i++) {
      if (Double.isFinite(xs[i]) && Double.isFinite(ys[i])) {
        over.raw(marker(ink, px(xs[i]), py(ys[i]), size));
      }
    }
    return this;
  }

  /** A vertical bar from low to high at one place, for an interval. */
  Plot whisker(Ink ink, double at, double low, double high) {
    over.raw("<path stroke-width=\"1.4\" stroke=\"" + ink.colour() + "\" d=\"M")
        .raw(at(at, low) + "L" + at(at, high) + "\"/>");
    return this;
  }

  /** A filled column from the bottom. */
  Plot column(Ink ink, double from, double to, double top) {
    double left = px(from) + 1;
    double up = py(top);
    under
        .raw("<rect fill-opacity=\"0.55\" fill=\"" + ink.colour() + "\" x=\"" + coordinate(left))
        .raw("\" y=\"" + coordinate(up) + "\" width=\"")
        .raw(coordinate(Math.max(px(to) - 1 - left, 0.5)) + "\" height=\"")
        .raw(coordinate(py(y.low()) - up) + "\"/>");
    return this;
  }

  /** Words beside a point, on the side where there is room. */
  Plot label(double atX, double atY, String text) {
    boolean leftward = x.at(atX) > 0.6;
    boolean below = y.at(atY) > 0.9;
    over.raw("<text class=\"word\" x=\"" + coordinate(px(atX) + (leftward ? -2 : 2)))
        .raw("\" y=\"" + coordinate(py(atY) + (below ? 18 : -9)))
        .raw("\" text-anchor=\"" + (leftward ? "end" : "start") + "\">")
        .text(text)
        .raw("</text>");
    return this;
  }

  Plot legend(Ink ink, String name) {
    legend.add(new Entry(ink, name, false));
    return this;
  }

  Plot legendPoints(Ink ink, String name) {
    legend.add(new Entry(ink, name, true));
    return this;
  }

  private String at(double atX, double atY) {
    return coordinate(px(atX)) + " " + coordinate(py(atY));
  }

  /** The drawing without its {@code <svg>}, for a panel of several. */
  String panel(String title) {
    Html out = new Html();
    out.element("text class=\"head\" x=\"0\" y=\"14\"", title);
    axes(out);
    out.raw(under.toString()).raw(over.toString());
    key(out);
    return out.toString();
  }

  /** A whole drawing; {@code description} is what a screen reader says. */
  String svg(String title, String description) {
    return Svg.of(width, height, description, panel(title));
  }

  private void axes(Html out) {
    int bottom = height - BOTTOM;
    for (double tick : y.ticks()) {
      String at = coordinate(py(tick));
      out.raw("<path class=\"grid\" d=\"M" + LEFT + " " + at + "H" + (width - RIGHT) + "\"/>")
          .element(
              "text class=\"tick\" text-anchor=\"end\" x=\""
                  + (LEFT - 8)
                  + "\" y=\""
                  + coordinate(py(tick) + 4)
                  + "\"",
              Numbers.tick(tick));
    }
    out.raw("<path class=\"axis\" d=\"M" + LEFT + " " + bottom + "H" + (width - RIGHT) + "\"/>");
    for (double tick : x.ticks()) {
      out.raw("<path class=\"axis\" d=\"M" + coordinate(px(tick)) + " " + bottom + "v4\"/>");
      if (tickWords) {
        out.element(
            "text class=\"tick\" text-anchor=\"middle\" x=\""
                + coordinate(px(tick))
                + "\" y=\""
                + (bottom + 18)
                + "\"",
            Numbers.tick(tick));
      }
    }
    double middle = (TOP + bottom) / 2.0;
    if (tickWords) {
      out.element(
          "text class=\"name\" text-anchor=\"middle\" x=\""
              + (LEFT + width - RIGHT) / 2
              + "\" y=\""
              + (height - 8)
              + "\"",
          x.title());
    }
    out.element(
        "text class=\"name\" text-anchor=\"middle\" transform=\"translate(13 "
            + coordinate(middle)
            + ") rotate(-90)\"",
        y.title());
  }

  /** The legend: in the corner that {@link #legendAt} says, lower right unless told otherwise. */
  private void key(Html out) {
    int row = 18;
    double top = legendTop ? TOP + 12 : height - BOTTOM - 10 - (legend.size() - 1) * row;
    int longest = legend.stream().mapToInt(e -> e.name().length()).max().orElse(0);
    double left = legendLeft ? LEFT + 12 : width - RIGHT - 40 - Math.min(longest * 6.3, 300);
    for (int i = 0; i < legend.size(); i++) {
      Entry entry = legend.get(i);
      double lineY = top + i * row;
      if (entry.points()) {
        out.raw(marker(entry.ink(), left + 13, lineY - 4, 4));
      } else {
        out.raw("<path stroke-width=\"2\" stroke=\"" + entry.ink().colour())
            .raw(
                "\" stroke-dasharray=\"" + entry.ink().dash() + "\" d=\"M" + coordinate(left) + " ")
            .raw(coordinate(lineY - 4) + "h26\"/>");
      }
      out.element(
          "text class=\"word\" x=\"" + coordinate(left + 33) + "\" y=\"" + coordinate(lineY) + "\"",
          entry.name());
    }
  }

  private boolean legendTop;
  private boolean legendLeft;

  Plot legendAt(boolean top, boolean left) {
    legendTop = top;
    legendLeft = left;
    return this;
  }

  static String marker(Ink ink, double cx, double cy, double r) {
    String at = coordinate(cx) + " " + coordinate(cy);
    String path =
        switch (ink.marker()) {
          case DISC ->
              "M" + coordinate(cx - r) + " " + coordinate(cy) + circle(r, 1) + circle(r, -1) + "Z";
          case SQUARE ->
              "M" + at + "m" + -r + " " + -r + "h" + 2 * r + "v" + 2 * r + "h" + -2 * r + "Z";
          case DIAMOND -> {
            double d = 1.35 * r;
            yield "M" + at + "m0 " + -d + "l" + d + " " + d + "l" + -d + " " + d + "l" + -d + " "
                + -d + "Z";
          }
          case TRIANGLE -> {
            double d = 1.25 * r;
            yield "M" + at + "m0 " + -d + "l" + d + " " + 1.9 * d + "h" + -2 * d + "Z";
          }
        };
    return "<path fill=\""
        + ink.colour()
        + "\" stroke=\"#fff\" stroke-width=\"1\" d=\""
        + path
        + "\"/>";
  }

  private static String circle(double r, int direction) {
    return "a" + r + " " + r + " 0 1 1 " + 2 * r * direction + " 0";
  }
}
