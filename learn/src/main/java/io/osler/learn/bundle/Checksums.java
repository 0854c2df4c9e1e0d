package io.osler.learn.bundle;

import io.osler.core.config.InputException;
import io.osler.core.io.Atomic;
import io.osler.learn.tensor.Hashes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code SHA256SUMS} of a folder, as {@code sha256sum -c} reads it. */
final class Checksums {
  private static final String FILE = "SHA256SUMS";
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (.+)");

  private Checksums() {}

  static void write(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : files(folder)) {
      text.append(Hashes.sha256(file)).append("  ").append(file.getFileName()).append('\n');
    }
    Atomic.replace(folder.resolve(FILE), text.toString().getBytes(StandardCharsets.UTF_8));
  }

  static boolean are(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /** Refuses a folder in which a file is changed, missing or not listed. */
  static void check(Path folder) {
    try {
      Map<String, String> wanted = new TreeMap<>();
      for (String line : Files.readAllLines(folder.resolve(FILE))) {
        Matcher sum = LINE.matcher(line);
        if (!sum.matches()) {
          throw new InputException(
              folder.resolve(FILE) + " is damaged: a line of it is no checksum with a name.",
              "a damaged disk, an incomplete copy, or somebody edited it.",
              "copy the bundle again from where it was made, or train again.");
        }
        wanted.put(sum.group(2), sum.group(1));
      }
      Map<String, String> found = new TreeMap<>();
      for (Path file : files(folder)) {
        found.put(file.getFileName().toString(), Hashes.sha256(file));
      }
      if (!found.equals(wanted)) {
        found.entrySet().removeAll(wanted.entrySet());
        wanted.keySet().removeIf(name -> Files.exists(folder.resolve(name)));
        throw new InputException(
            folder
                + " does not match its checksums: changed "
                + found.keySet()
                + ", missing "
                + wanted.keySet()
                + ".",
            "a damaged disk, an incomplete copy, or somebody edited it.",
            "copy the bundle again from where it was made, or train again.");
      }
    } catch (IOException e) {
      throw new InputException(
          folder + " has no readable " + FILE + ".",
          "the bundle is incomplete.",
          "copy it again, or train again.",
          e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          // Systems leave files such as .DS_Store behind; a bundle's own never begin with a dot.
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(file -> !file.getFileName().toString().equals(FILE))
          .sorted()
          .toList();
    }
  }
}
