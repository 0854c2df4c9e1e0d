package io.osler.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The allow-list of package arrows: which package may use which others. */
record Arrows(Map<String, Set<String>> allowed) {
  private static final String EVERYBODY_READS = "core.config";

  /** Rows "package, then what it may use"; {@code #} starts a comment, {@code -} means nothing. */
  static Arrows read(Path table) throws IOException {
    Map<String, Set<String>> allowed = new TreeMap<>();
    for (String line : Files.readAllLines(table)) {
      List<String> words = List.of(line.replaceFirst("#.*", "").strip().split("\\s+"));
      if (!words.getFirst().isEmpty()) {
        Set<String> row = new TreeSet<>(words.subList(1, words.size()));
        if (allowed.put(words.getFirst(), row) != null) {
          throw new IllegalArgumentException(table + ": two rows for " + words.getFirst());
        }
      }
    }
    return new Arrows(allowed);
  }

  /** Every use that is not drawn; packages are named relative to {@code root}. */
  List<String> violations(JavaClasses classes, String root) {
    Set<String> found = new TreeSet<>();
    for (JavaClass origin : classes) {
      String from = relative(origin.getPackageName(), root);
      if (!allowed.containsKey(from)) {
        found.add("package " + from + " is not drawn in arrows.txt");
      }
      for (Dependency use : origin.getDirectDependenciesFromSelf()) {
        JavaClass target = use.getTargetClass().getBaseComponentType();
        if (target.getPackageName().startsWith(root + ".")) {
          String to = relative(target.getPackageName(), root);
          if (!mayUse(from, to)) {
            found.add(from + " -> " + to + ": " + use.getDescription());
          }
        }
      }
    }
    return new ArrayList<>(found);
  }

  private boolean mayUse(String from, String to) {
    Set<String> row = allowed.getOrDefault(from, Set.of());
    return from.equals(to)
        || to.equals(EVERYBODY_READS)
        || row.contains(to)
        || row.contains(to.replaceFirst("\\..*", ".*"));
  }

  private static String relative(String packageName, String root) {
    return packageName.equals(root) ? "" : packageName.substring(root.length() + 1);
  }
}
