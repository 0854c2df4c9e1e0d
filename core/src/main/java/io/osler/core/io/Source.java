package io.osler.core.io;

import io.osler.core.config.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file about to be read: an ordinary one, not empty, readable, within its bounds. */
final class Source {
  private Source() {}

  /** Size in bytes, after every check that needs no reading. */
  static long check(Path file, Limits limits) {
    if (Files.isDirectory(file)) {
      throw new InputException(
          file + " is a folder.", "", "name one image file inside it, or give it as a data set.");
    }
    if (!Files.exists(file)) {
      throw new InputException(
          file + " does not exist.", "", "check the spelling and the current folder.");
    }
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          file + " is not an ordinary file.", "a device, pipe or socket.", "give an image file.");
    }
    if (!Files.isReadable(file)) {
      throw unreadable(file);
    }
    long length = wrapped(file, () -> Files.size(file));
    if (length == 0) {
      throw new InputException(
          file + " is empty (0 bytes).",
          "an interrupted copy or download.",
          "copy the file again, or remove it.");
    }
    if (length > limits.fileBytes()) {
      throw new InputException(
          "%s has %d bytes, over the limit of %d.".formatted(file, length, limits.fileBytes()),
          "not an image, or one too large to hold.",
          "cut the image into parts.");
    }
    return length;
  }

  static byte[] bytes(Path file, Limits limits) {
    long length = check(file, limits);
    if (length > Integer.MAX_VALUE - 8 || length > Runtime.getRuntime().maxMemory() / 2) {
      throw new InputException(
          file + " has " + length + " bytes, more than can be held in memory.",
          "",
          "give Java more memory (-Xmx), or cut the image into parts.");
    }
    return prefix(file, (int) length);
  }

  /** Up to {@code count} bytes from the start. */
  static byte[] prefix(Path file, int count) {
    return wrapped(
        file,
        () -> {
          try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(count);
          }
        });
  }

  interface Read<T> {
    T get() throws IOException;
  }

  static <T> T wrapped(Path file, Read<T> read) {
    try {
      return read.get();
    } catch (AccessDeniedException denied) {
      throw unreadable(file);
    } catch (IOException | UncheckedIOException broken) {
      throw new InputException(
          file + " cannot be read: " + broken.getMessage() + ".",
          "a failing disk or network folder, or a file that changed while it was read.",
          "copy the file again.",
          broken);
    }
  }

  static InputException truncated(Path file, String where) {
    return new InputException(
        file + " ends too early: " + where + ".",
        "an interrupted copy or download.",
        "copy the file again.");
  }

  static InputException damaged(Path file, String what) {
    return new InputException(
        file + " is damaged: " + what + ".",
        "an interrupted copy, a bad disk, or a broken exporter.",
        "copy or export the file again.");
  }

  private static InputException unreadable(Path file) {
    return new InputException(
        file + " may not be read.", "its permissions.", "give yourself the right to read it.");
  }
}
