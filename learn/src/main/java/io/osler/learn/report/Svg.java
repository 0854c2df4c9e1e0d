package io.osler.learn.report;

/** The frame around a drawing: one typography for all, readable alone and inside the page. */
final class Svg {
  private Svg() {}

  private static final String STYLE =
      "<style>.o text{font-family:'Segoe UI','Helvetica Neue',Helvetica,Arial,sans-serif;"
          + "font-size:12px;fill:"
          + Ink.TEXT
          + "}"
          + ".o .head{font-size:14px;font-weight:600}.o .tick{fill:"
          + Ink.SOFT
          + ";font-size:11.5px}"
          + ".o .name{fill:"
          + Ink.SOFT
          + "}"
          + ".o .word{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}"
          + ".o .grid{stroke:"
          + Ink.GRID
          + ";fill:none}.o .axis{stroke:"
          + Ink.GUIDE
          + ";fill:none}</style>";

  static String of(int width, int height, String description, String body) {
    return "<svg class=\"o\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 "
        + width
        + " "
        + height
        + "\" aria-label=\""
        + Html.escape(description)
        + "\">"
        + STYLE
        + body
        + "</svg>";
  }
}
