package io.osler.dicom.dataset;

import io.osler.core.config.InputException;
import io.osler.core.io.Atomic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the JSON model puts binary values: into the text, or beside it (PS3.18 section F.2.6). */
@FunctionalInterface
public interface JsonBulk {
  /** Binary values up to this size stay in the text. */
  int INLINE = 1024;

  /** The URI under which the bytes were put; empty to write them inline. */
  Optional<String> uri(String place, byte[] bytes);

  /** Everything inline. */
  static JsonBulk inline() {
    return (place, bytes) -> Optional.empty();
  }

  /**
   * Values of more than 1 kB as files {@code NAME.PLACE.bin} of a folder; the URI is the file's
   * name, relative to the folder, and {@link #from(Path)} finds it again.
   */
  static JsonBulk files(Path folder, String name) {
    return (place, bytes) -> {
      if (bytes.length <= INLINE) {
        return Optional.empty();
      }
      String file = name.replaceAll("[^A-Za-z0-9._-]", "_") + "." + place + ".bin";
      Atomic.replace(folder.resolve(file), bytes);
      return Optional.of(file);
    };
  }

  /** Resolves a {@code BulkDataURI}. */
  @FunctionalInterface
  interface Source {
    /** At most {@code limit} bytes; refuses what it does not know. */
    byte[] read(String uri, long limit);
  }

  /** Fetches nothing. */
  static Source nowhere() {
    return (uri, limit) -> {
      throw new InputException(
          "A BulkDataURI is to be resolved.",
          "the JSON refers to bytes outside it, and nothing is fetched unasked.",
          "name the folder that holds them, or inline them.");
    };
  }

  /** Files of one folder, and nothing outside it. */
  static Source from(Path folder) {
    return (uri, limit) -> {
      Path file = folder.resolve(uri.replaceAll("[^A-Za-z0-9._-]", "_"));
      try {
        if (uri.contains("/") || uri.contains("\\") || uri.startsWith(".")) {
          throw new InputException(
              "A BulkDataURI leads out of its folder.",
              "only plain file names are followed.",
              "put the bytes beside the JSON.");
        }
        if (Files.size(file) > limit) {
          throw new InputException(
              "The bulk data of a BulkDataURI exceeds the memory limit of " + limit + " bytes.",
              "a hostile reference, or a very large image.",
              "raise Limits.inflatedBytes if it is to be trusted.");
        }
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new InputException(
            "The bulk data of a BulkDataURI cannot be read.",
            "the file is missing, or not yours to read.",
            "name the folder that 'dump --bulk' wrote.",
            e);
      }
    };
  }
}
