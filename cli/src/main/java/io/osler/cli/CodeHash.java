package io.osler.cli;

import io.osler.core.volume.Volume;
import io.osler.dicom.dataset.DataSet;
import io.osler.learn.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * SHA-256 over Osler's own classes, names and bytes in order of name: two runs with one hash ran
 * the same code, wherever and whenever it was packed.
 */
final class CodeHash {
  private static final List<Class<?>> MODULES =
      List.of(Volume.class, DataSet.class, Plan.class, CodeHash.class);

  private CodeHash() {}

  static String sha256() {
    try {
      List<Path> places = new ArrayList<>();
      for (Class<?> one : MODULES) {
        places.add(Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI()));
      }
      return sha256(places);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path names its places", e);
    }
  }

  /** Over folders and jars of classes alike. */
  static String sha256(List<Path> places) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path path : places) {
        if (Files.isDirectory(path)) {
          add(digest, path);
        } else {
          try (FileSystem jar = FileSystems.newFileSystem(path)) {
            add(digest, jar.getPath("/"));
          }
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, Path root) throws IOException {
    Path classes = root.resolve("io").resolve("osler");
    try (Stream<Path> inside = Files.walk(classes)) {
      List<String> names =
          inside
              .filter(Files::isRegularFile)
              .map(path -> classes.relativize(path).toString().replace('\\', '/'))
              .sorted()
              .toList();
      for (String name : names) {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(classes.resolve(name)));
      }
    }
  }
}
