package io.osler.core.io;

import io.osler.core.config.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files that are there whole or not at all, whatever stops the program: a temporary file in the
 * same folder, flushed to disk, then renamed, then the folder flushed too.
 *
 * <p>Every failure is an {@link InputException}, leaves an earlier file untouched and no temporary
 * file behind (short of a killed process: those end in {@code .partial}).
 */
public final class Atomic {
  private Atomic() {}

  /** What goes into the file; it need not close the stream. */
  @FunctionalInterface
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a new file; an existing one is refused. */
  public static void write(Path file, byte[] bytes) {
    write(file, out -> out.write(bytes));
  }

  /** Writes a new file; an existing one is refused. */
  public static void write(Path file, Body body) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw exists(file);
    }
    put(file, body, false);
  }

  /** Writes a file, replacing an earlier one in one step. */
  public static void replace(Path file, byte[] bytes) {
    replace(file, out -> out.write(bytes));
  }

  /** Writes a file, replacing an earlier one in one step. */
  public static void replace(Path file, Body body) {
    if (Files.isDirectory(file)) {
      throw new InputException(
          file + " is a folder.", "", "give the name of a file inside it instead.");
    }
    put(file, body, true);
  }

  /**
   * Refuses, before any work is done, a folder that could not be made or written into: the nearest
   * part of its path that exists is looked at.
   */
  public static void probe(Path folder) {
    Path there = folder.toAbsolutePath().normalize();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null) {
      throw new InputException(folder + " cannot be made.", "", "choose another folder.");
    }
    if (!Files.isDirectory(there)) {
      throw new InputException(there + " is no folder.", "", "choose another folder.");
    }
    if (!Files.isWritable(there)) {
      throw refused(folder, new AccessDeniedException(there.toString()));
    }
  }

  /** Deletes a folder and all in it, or a file; links are not followed. */
  public static void remove(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  private static void put(Path file, Body body, boolean replace) {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InputException(
          "The folder of " + file + " does not exist.", "", "make the folder first.");
    }
    Path partial =
        folder.resolve("." + absolute.getFileName() + "." + UUID.randomUUID() + ".partial");
    try {
      try (FileChannel channel =
              FileChannel.open(partial, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
          WriteBehind out = new WriteBehind(channel)) {
        body.writeTo(out);
        out.finish();
        channel.force(true);
      }
      publish(partial, absolute, replace);
      flush(folder);
    } catch (FileAlreadyExistsException taken) {
      throw exists(file);
    } catch (IOException failed) {
      throw refused(file, failed);
    } finally {
      discard(partial);
    }
  }

  private static void publish(Path partial, Path file, boolean replace) throws IOException {
    if (!replace) {
      // A hard link fails when the name is taken, in one step; a move without REPLACE looks first.
      try {
        Files.createLink(file, partial);
        return;
      } catch (FileAlreadyExistsException taken) {
        throw taken;
      } catch (UnsupportedOperationException | FileSystemException noLinks) {
        Files.move(partial, file);
        return;
      }
    }
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void flush(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException notHere) {
      // Some systems cannot open a folder (Windows); the rename itself has happened.
      return;
    }
  }

  private static void discard(Path partial) {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException gone) {
      // The failure that led here is the one worth telling.
      return;
    }
  }

  private static InputException exists(Path file) {
    return new InputException(
        file + " exists already.", "", "choose another name, or move the old one away.");
  }

  /** What to tell a user whose {@code file} could not be written. */
  public static InputException refused(Path file, IOException failed) {
    String message = String.valueOf(failed.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left")
        || lower.contains("quota")
        || lower.contains("file too large")
        || lower.contains("not enough space")) {
      return new InputException(
          file + " could not be written: the disk is full.",
          message.equals(String.valueOf(file)) ? "" : message + ".",
          "free some space and run it again; earlier files are untouched.",
          failed);
    }
    if (failed instanceof AccessDeniedException || lower.contains("read-only")) {
      return new InputException(
          file + " could not be written: the folder is read-only.",
          "its permissions, or a read-only disk.",
          "choose another folder.",
          failed);
    }
    return new InputException(
        file + " could not be written: " + message + ".", "", "choose another folder.", failed);
  }
}
