package io.osler.dicom.validate;

import io.osler.dicom.dataset.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mandatory modules of one kind of object (PS3.3 annex A), from tables that {@code
 * golden/dicom_iods.py} made.
 *
 * @param name for example {@code ct-image}
 */
record Iod(String name, List<Module> modules) {
  /** A module and what it requires whatever else holds. */
  record Module(String name, List<Rule> rules) {
    /** The name as PS3.3 prints it, nearly: {@code general-series} becomes General Series. */
    String title() {
      StringBuilder title = new StringBuilder();
      for (String word : name.split("-")) {
        title.append(title.isEmpty() ? "" : " ");
        title.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
      return title.toString();
    }
  }

  /**
   * @param path sequences on the way, then the attribute
   * @param valued type 1, must have a value; otherwise type 2, may be empty
   */
  record Rule(List<Tag> path, boolean valued) {}

  private static final Map<String, Iod> BY_CLASS = read();

  /** Of a SOP class; empty for one that the tables do not list. */
  static Optional<Iod> of(String sopClass) {
    return Optional.ofNullable(BY_CLASS.get(sopClass));
  }

  static int count() {
    return BY_CLASS.size();
  }

  private static Map<String, Iod> read() {
    Map<String, List<Rule>> rules = new HashMap<>();
    for (String line : lines("modules.tsv")) {
      String[] cells = line.split("\t");
      List<Tag> path = Arrays.stream(cells[2].split("/")).map(Tag::parse).toList();
      rules
          .computeIfAbsent(cells[0], name -> new ArrayList<>())
          .add(new Rule(path, cells[1].equals("1")));
    }
    Map<String, Iod> byClass = new HashMap<>();
    for (String line : lines("iods.tsv")) {
      String[] cells = line.split("\t", -1);
      List<Module> modules =
          Arrays.stream(cells[2].split(","))
              .filter(name -> !name.isEmpty())
              .map(name -> new Module(name, List.copyOf(rules.getOrDefault(name, List.of()))))
              .toList();
      byClass.put(cells[0], new Iod(cells[1], modules));
    }
    return Map.copyOf(byClass);
  }

  static List<String> lines(String resource) {
    try (InputStream in = Iod.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the program.");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
