package io.osler.core.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A tree as YAML that a person reads: short parts on one line, reasons as comments. */
final class YamlText {
  private static final int WIDTH = 100;
  private static final int FLOW = 80;
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_./][A-Za-z0-9_./()+-]*( [A-Za-z0-9_./()+-]+)*");
  private static final Set<String> RESERVED =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan", ".inf");

  private final Map<String, String> reasons;
  private final StringBuilder out = new StringBuilder();

  private YamlText(Map<String, String> reasons) {
    this.reasons = reasons;
  }

  /** {@code reasons} by dotted path; list items by their index: {@code augment.2.probability}. */
  static String write(Tree tree, Map<String, String> reasons) {
    YamlText text = new YamlText(reasons);
    if (tree instanceof Tree.Fields fields && !fields.fields().isEmpty()) {
      text.fields(fields, "", 0);
    } else {
      text.out.append(text.flow(tree)).append('\n');
    }
    return text.out.toString();
  }

  private void fields(Tree.Fields fields, String path, int indent) {
    boolean first = true;
    for (Map.Entry<String, Tree> field : fields.fields().entrySet()) {
      String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      entry(string(field.getKey()) + ":", field.getValue(), at, indent, first && isItem());
      first = false;
    }
  }

  /** Whether the cursor stands right after "- ", where the first key goes on the same line. */
  private boolean isItem() {
    return !out.isEmpty() && out.charAt(out.length() - 1) == ' ';
  }

  private void entry(String head, Tree value, String path, int indent, boolean inline) {
    String pad = " ".repeat(indent);
    String flow = flow(value);
    boolean fits = indent + head.length() + 1 + flow.length() <= FLOW;
    boolean isBlock = isNested(value) && (!fits || hasReasonsBelow(path));
    String line = (inline ? "" : pad) + head + (isBlock ? "" : " " + flow);
    String reason = reason(path);
    // The first key of a list item has "- " before it: no room for a comment above.
    boolean beside = inline || indent + line.length() + reason.length() + 4 <= WIDTH;
    if (!reason.isEmpty() && beside) {
      line += "  # " + reason;
    } else if (!reason.isEmpty()) {
      comment(reason, pad);
    }
    out.append(line).append('\n');
    if (isBlock) {
      block(value, path, indent);
    }
  }

  private void block(Tree value, String path, int indent) {
    if (value instanceof Tree.Fields fields) {
      fields(fields, path, indent + 2);
    } else if (value instanceof Tree.Items items) {
      for (int i = 0; i < items.items().size(); i++) {
        Tree item = items.items().get(i);
        String at = path + "." + i;
        String flow = flow(item);
        boolean block =
            isNested(item) && (indent + 4 + flow.length() > FLOW || hasReasonsBelow(at));
        String pad = " ".repeat(indent + 2);
        String reason = reason(at);
        boolean beside = indent + 8 + flow.length() + reason.length() <= WIDTH;
        if (!reason.isEmpty() && (block || !beside)) {
          comment(reason, pad);
        }
        out.append(pad).append("- ");
        if (block && item instanceof Tree.Fields fields) {
          fields(fields, at, indent + 4);
        } else {
          // A list inside a list stays on one line, however long.
          out.append(flow).append(reason.isEmpty() || !beside ? "" : "  # " + reason).append('\n');
        }
      }
    }
  }

  /** Lines of "# …" above a key. */
  private void comment(String reason, String pad) {
    StringBuilder line = new StringBuilder(pad + "#");
    for (String word : reason.split(" ")) {
      if (line.length() > pad.length() + 1 && line.length() + 1 + word.length() > WIDTH) {
        out.append(line).append('\n');
        line = new StringBuilder(pad + "#");
      }
      line.append(' ').append(word);
    }
    out.append(line).append('\n');
  }

  private String reason(String path) {
    String reason = reasons.getOrDefault(path, "");
    // A line break, also an exotic one, would let the rest of the comment become configuration.
    return reason.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
  }

  private boolean hasReasonsBelow(String path) {
    return reasons.keySet().stream().anyMatch(key -> key.startsWith(path + "."));
  }

  private static boolean isNested(Tree tree) {
    return switch (tree) {
      case Tree.Scalar _ -> false;
      case Tree.Items items -> !items.items().isEmpty();
      case Tree.Fields fields -> !fields.fields().isEmpty();
    };
  }

  private String flow(Tree tree) {
    return switch (tree) {
      case Tree.Scalar s -> s.quoted() ? string(s.text()) : s.text();
      case Tree.Items items ->
          "[" + String.join(", ", items.items().stream().map(this::flow).toList()) + "]";
      case Tree.Fields fields ->
          "{"
              + String.join(
                  ", ",
                  fields.fields().entrySet().stream()
                      .map(field -> string(field.getKey()) + ": " + flow(field.getValue()))
                      .toList())
              + "}";
    };
  }

  private static String string(String text) {
    boolean plain =
        PLAIN.matcher(text).matches()
            && !RESERVED.contains(text.toLowerCase(Locale.ROOT))
            && !Scalars.looksLikeNumber(text);
    if (plain) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              boolean hidden = c < 0x20 || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029;
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c == '\n') {
                quoted.append("\\n");
              } else if (hidden || c == 0xfeff || c >= 0xd800 && c < 0xe000) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }
}
