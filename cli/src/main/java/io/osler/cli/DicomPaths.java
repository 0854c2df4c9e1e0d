package io.osler.cli;

import io.osler.core.config.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a folder that may be DICOM, in order of path; a file that is named is taken at its
 * word. Links are not followed: they may lead out of the folder, or in a circle.
 */
record DicomPaths(List<Path> found, int others) {
  private static final int MOST_FILES = 2_000_000;

  static DicomPaths of(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isDirectory(path)) {
      return new DicomPaths(List.of(path), 0);
    }
    List<Path> found = new ArrayList<>();
    int[] others = {0};
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              if (isLikely(file)) {
                found.add(file);
              } else {
                others[0]++;
              }
            }
            if (found.size() > MOST_FILES) {
              throw new InputException(
                  path + " holds more than " + MOST_FILES + " DICOM files.",
                  "",
                  "give a folder inside it.");
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            others[0]++;
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return new DicomPaths(List.copyOf(found), others[0]);
  }

  /** A preamble, or a first element of group 2 or 8 in one of the three layouts. */
  static boolean isLikely(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(132);
      if (head.length == 132
          && new String(head, 128, 4, StandardCharsets.ISO_8859_1).equals("DICM")) {
        return true;
      }
      if (head.length < 8) {
        return false;
      }
      boolean bare = new String(head, 0, 4, StandardCharsets.ISO_8859_1).equals("DICM");
      boolean little = (head[0] == 2 || head[0] == 8) && head[1] == 0 && head[3] == 0;
      boolean big = head[0] == 0 && head[1] == 8 && head[2] == 0;
      return bare || little || big;
    } catch (IOException e) {
      return false;
    }
  }

  void tell(PrintWriter err) {
    if (others > 0) {
      err.println(others + " file(s) that are not DICOM were passed over");
    }
  }
}
