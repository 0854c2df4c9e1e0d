package io.osler.learn.report;

import java.util.Base64;

/**
 * HTML and SVG text under construction; whatever comes from outside enters through {@link #text}.
 */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** Our own markup, as it is. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  Html text(String text) {
    out.append(escape(text));
    return this;
  }

  /** {@code <tag>text</tag>}; the tag may carry attributes of our own. */
  Html element(String tag, String text) {
    int space = tag.indexOf(' ');
    String name = space < 0 ? tag : tag.substring(0, space);
    return raw("<" + tag + ">").text(text).raw("</" + name + ">");
  }

  Html picture(byte[] png, String description) {
    return raw("<img src=\"data:image/png;base64,")
        .raw(Base64.getEncoder().encodeToString(png))
        .raw("\" alt=\"")
        .text(description)
        .raw("\">");
  }

  /**
   * The text with every character that means something to HTML or SVG written as a reference.
   * Control characters, also those that turn the direction of writing, become U+FFFD: a file name
   * must not rearrange the page.
   */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(harmless(c) ? c : 0xFFFD);
              }
            });
    return safe.toString();
  }

  private static boolean harmless(int c) {
    boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
    boolean turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
    return !control && !turns && !surrogate && (c & 0xFFFE) != 0xFFFE;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
