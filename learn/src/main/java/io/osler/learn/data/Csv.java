package io.osler.learn.data;

import io.osler.core.config.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A table of text: comma, semicolon or tab separated, as its first line shows; quotes as RFC 4180.
 *
 * @param lines the line of the file that each row begins on
 */
record Csv(List<String> columns, List<List<String>> rows, List<Integer> lines) {
  private static final long MOST_BYTES = 512L << 20;
  private static final int MOST_CELL = 1 << 16;

  /** A value as one cell, quoted where it must be. */
  static String cell(String value) {
    boolean plain =
        value.chars().noneMatch(c -> c == ',' || c == ';' || c == '\t' || c == '"' || c < ' ');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  static Csv read(Path file) {
    String text = text(file);
    int end = text.indexOf('\n');
    String first = end < 0 ? text : text.substring(0, end);
    char separator = first.contains(",") ? ',' : first.contains("\t") ? '\t' : ';';
    List<List<String>> rows = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    parse(file, text, separator, rows, lines);
    if (rows.isEmpty()) {
      throw refused(file, 1, "the table is empty", "write a line of column names first");
    }
    List<String> columns = rows.removeFirst().stream().map(String::strip).toList();
    lines.removeFirst();
    if (new HashSet<>(columns).size() != columns.size() || columns.contains("")) {
      throw refused(file, 1, "column names are empty or repeat", "name each column once");
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != columns.size()) {
        throw refused(
            file,
            lines.get(i),
            "it has " + rows.get(i).size() + " cells, the first line " + columns.size(),
            "quote cells that hold a separator, and fill missing ones");
      }
    }
    return new Csv(columns, rows, lines);
  }

  private static void parse(
      Path file, String text, char separator, List<List<String>> rows, List<Integer> lines) {
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    int line = 1;
    int begun = 1;
    for (int i = 0; i <= text.length(); i++) {
      boolean last = i == text.length();
      char c = last ? '\n' : text.charAt(i);
      if (quoted && last) {
        throw refused(file, begun, "a quote is never closed", "close it");
      } else if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"' && (quoted || cell.isEmpty())) {
        quoted = !quoted;
      } else if (!quoted && (c == separator || c == '\n')) {
        row.add(cell.toString().strip());
        cell.setLength(0);
        if (c == '\n') {
          if (row.size() > 1 || !row.getFirst().isEmpty()) {
            rows.add(List.copyOf(row));
            lines.add(begun);
          }
          row.clear();
          begun = line + 1;
        }
      } else {
        cell.append(c);
        if (cell.length() > MOST_CELL) {
          throw refused(file, begun, "a cell is longer than " + MOST_CELL, "check its quotes");
        }
      }
      line += c == '\n' ? 1 : 0;
    }
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw refused(file, 1, "the table is larger than 512 MiB", "split it");
      }
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw refused(file, 1, "the table is not UTF-8 text", "save it as CSV in UTF-8");
    } catch (IOException e) {
      throw new InputException(file + " cannot be read.", "", "check the file.", e);
    }
  }

  static InputException refused(Path file, int line, String what, String fix) {
    return new InputException(file + ", line " + line + ": " + what + ".", "", fix + ".");
  }
}
