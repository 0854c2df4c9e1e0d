package io.osler.learn.report;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The part of Markdown that a model card uses: headings, paragraphs, lists, tables, bold, italics,
 * code. Everything else, HTML and links included, stays text.
 */
public final class Markdown {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern BOLD = Pattern.compile("\\*\\*([^*]+)\\*\\*");
  private static final Pattern ITALIC =
      Pattern.compile("(?<![\\w*])\\*([^*\\s][^*]*)\\*(?![\\w*])");
  private static final Pattern ESCAPED = Pattern.compile("\\\\([\\\\`*_|#<>\\[\\]])");
  private static final char WAITING = '\uE000';
  private static final Pattern RULE = Pattern.compile("\\|?[ :|-]*-[ :|-]*");

  private Markdown() {}

  /** Headings are set {@code deeper} levels down, to fit under the page's own. */
  static String html(String markdown, int deeper) {
    Html out = new Html();
    List<String> lines = markdown.lines().toList();
    int i = 0;
    while (i < lines.size()) {
      String line = lines.get(i).strip();
      if (line.isEmpty()) {
        i++;
      } else if (line.startsWith("#")) {
        heading(out, line, deeper);
        i++;
      } else if (line.startsWith("|")) {
        i = table(out, lines, i);
      } else if (bullet(line)) {
        i = list(out, lines, i);
      } else {
        i = paragraph(out, lines, i);
      }
    }
    return out.toString();
  }

  private static boolean bullet(String line) {
    return line.startsWith("- ") || line.startsWith("* ");
  }

  private static void heading(Html out, String line, int deeper) {
    int level = 0;
    while (level < line.length() && line.charAt(level) == '#') {
      level++;
    }
    String tag = "h" + Math.min(level + deeper, 6);
    out.raw("<" + tag + ">" + inline(line.substring(level).strip()) + "</" + tag + ">");
  }

  private static int paragraph(Html out, List<String> lines, int from) {
    StringBuilder text = new StringBuilder(lines.get(from).strip());
    int i = from + 1;
    while (i < lines.size() && plain(lines.get(i).strip())) {
      text.append(' ').append(lines.get(i++).strip());
    }
    out.raw("<p>" + inline(text.toString()) + "</p>");
    return i;
  }

  private static boolean plain(String line) {
    return !line.isEmpty() && !line.startsWith("#") && !line.startsWith("|") && !bullet(line);
  }

  private static int list(Html out, List<String> lines, int from) {
    out.raw("<ul>");
    int i = from;
    while (i < lines.size() && bullet(lines.get(i).strip())) {
      StringBuilder item = new StringBuilder(lines.get(i++).strip().substring(2));
      // An indented line goes on with its item.
      while (i < lines.size() && lines.get(i).startsWith("  ") && plain(lines.get(i).strip())) {
        item.append(' ').append(lines.get(i++).strip());
      }
      out.raw("<li>" + inline(item.toString()) + "</li>");
    }
    out.raw("</ul>");
    return i;
  }

  private static int table(Html out, List<String> lines, int from) {
    int end = from;
    while (end < lines.size() && lines.get(end).strip().startsWith("|")) {
      end++;
    }
    boolean headed = end - from > 1 && RULE.matcher(lines.get(from + 1).strip()).matches();
    out.raw("<table>");
    for (int i = from; i < end; i++) {
      if (headed && i == from + 1) {
        continue;
      }
      String tag = headed && i == from ? "th" : "td";
      String row = lines.get(i).strip().replaceAll("^\\||\\|$", "");
      out.raw("<tr>");
      for (String cell : row.split("(?<!\\\\)\\|", -1)) {
        out.raw("<" + tag + ">" + inline(cell.strip()) + "</" + tag + ">");
      }
      out.raw("</tr>");
    }
    out.raw("</table>");
    return end;
  }

  /**
   * A character behind a backslash stands for itself: it waits in the private-use plane while the
   * marks are read. The text is escaped first, so that the marks are the only markup that comes
   * out.
   */
  private static String inline(String text) {
    String waiting =
        ESCAPED
            .matcher(text)
            .replaceAll(m -> String.valueOf((char) (WAITING + m.group(1).charAt(0))));
    String safe = Html.escape(waiting);
    safe =
        CODE.matcher(safe)
            .replaceAll(
                m -> "<code>" + m.group(1).replace('*', (char) (WAITING + '*')) + "</code>");
    safe = BOLD.matcher(safe).replaceAll("<strong>$1</strong>");
    safe = ITALIC.matcher(safe).replaceAll("<em>$1</em>");
    StringBuilder back = new StringBuilder(safe.length());
    for (char c : safe.toCharArray()) {
      back.append(
          c >= WAITING && c < WAITING + 128 ? Html.escape("" + (char) (c - WAITING)) : "" + c);
    }
    return back.toString();
  }

  /** Text that Markdown shows as it is, on one line, also inside a table. */
  public static String plainText(String text) {
    return text.replaceAll("\\s+", " ").strip().replaceAll("([\\\\`*_|#<>\\[\\]])", "\\\\$1");
  }
}
