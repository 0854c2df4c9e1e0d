package io.osler.learn.report;

import static io.osler.learn.report.Numbers.coordinate;

/** A hundred people as a hundred marks: the share that readers of risks understand best. */
final class IconArray {
  private static final int STEP = 17;

  private IconArray() {}

  /**
   * Ten rows of ten; the first {@code share}·100 are filled, the rest are rings.
   *
   * @param series which ink
   */
  static String svg(double share, int series, String description) {
    int filled = (int) Math.round(100 * share);
    Ink ink = Ink.of(series);
    Html out = new Html();
    for (int i = 0; i < 100; i++) {
      String at =
          "cx=\""
              + coordinate((i % 10 + 0.5) * STEP)
              + "\" cy=\""
              + coordinate((i / 10 + 0.5) * STEP);
      out.raw("<circle " + at)
          .raw(
              i < filled
                  ? "\" r=\"6.2\" fill=\"" + ink.colour() + "\"/>"
                  : "\" r=\"5.6\" fill=\"none\" stroke-width=\"1.2\" stroke=\""
                      + Ink.GUIDE
                      + "\"/>");
    }
    return Svg.of(10 * STEP, 10 * STEP, description, out.toString());
  }
}
