package io.osler.architecture;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The working tree: everything a person wrote, nothing that a build made. */
final class Sources {
  private static final Set<String> MADE_BY_BUILDS =
      Set.of("target", "node_modules", ".git", ".venv", ".osler-build", ".osler", ".idea", "demo");

  private Sources() {}

  /** The repository's root, given by the build. */
  static Path root() {
    return Path.of(
        Objects.requireNonNull(
            System.getProperty("osler.root"), "osler.root is not set: run the tests with Maven"));
  }

  /** All files below the root, in order of their names. */
  static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return MADE_BY_BUILDS.contains(String.valueOf(folder.getFileName()))
                    && isMadeByBuild(folder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !file.endsWith(".git")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  /** A package may be called "demo" or "target"; build folders never lie in a source tree. */
  private static boolean isMadeByBuild(Path folder) {
    return !relative(folder).toString().contains("src");
  }

  /** Hand-written Java files. */
  static List<Path> java() throws IOException {
    return files().stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  /** The folders called {@code name} in the modules, for those that have one. */
  static List<Path> folders(String name) throws IOException {
    try (Stream<Path> modules = Files.list(root())) {
      return modules
          .map(module -> module.resolve(name))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    }
  }

  /** The module that a path inside the working tree belongs to. */
  static String module(Path path) {
    return relative(path).getName(0).toString();
  }

  static Path relative(Path path) {
    return root().relativize(path);
  }

  static Path resource(String name) {
    URL url = Objects.requireNonNull(Sources.class.getResource("/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
