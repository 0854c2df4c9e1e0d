package io.osler.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Java code in Markdown, and where it comes from: a comment {@code <!-- example: File#tag -->}
 * above the block names a region of an example, between {@code // tag::tag} and {@code //
 * end::tag}.
 */
record Snippets(List<Snippet> all) {
  record Snippet(String source, String tag, String code) {}

  private static final Pattern ORIGIN = Pattern.compile("<!-- example: (\\w+)#([\\w-]+) -->\\s*");

  /** Every {@code ```java} block; one without an origin has an empty source. */
  static Snippets of(String markdown) {
    List<Snippet> all = new ArrayList<>();
    List<String> lines = markdown.lines().toList();
    String above = "";
    for (int n = 0; n < lines.size(); n++) {
      if (lines.get(n).strip().equals("```java")) {
        List<String> code = new ArrayList<>();
        for (n++; n < lines.size() && !lines.get(n).strip().equals("```"); n++) {
          code.add(lines.get(n));
        }
        Matcher origin = ORIGIN.matcher(above);
        boolean known = origin.matches();
        all.add(
            new Snippet(
                known ? origin.group(1) : "", known ? origin.group(2) : "", levelled(code)));
      }
      if (!lines.get(Math.min(n, lines.size() - 1)).isBlank()) {
        above = lines.get(Math.min(n, lines.size() - 1));
      }
    }
    return new Snippets(all);
  }

  /** The region called {@code tag} of a Java file, or empty when it is not there or not closed. */
  static Optional<String> region(String java, String tag) {
    List<String> code = new ArrayList<>();
    boolean inside = false;
    for (String line : java.lines().toList()) {
      if (line.strip().equals("// end::" + tag)) {
        return inside ? Optional.of(levelled(code)) : Optional.empty();
      }
      if (inside && !line.strip().matches("// (tag|end)::.*")) {
        code.add(line);
      }
      inside |= line.strip().equals("// tag::" + tag);
    }
    return Optional.empty();
  }

  /** Without the indentation that all lines share. */
  private static String levelled(List<String> code) {
    return String.join("\n", code).stripIndent().strip();
  }
}
