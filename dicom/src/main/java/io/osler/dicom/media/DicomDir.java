package io.osler.dicom.media;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Element;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tree of records that a DICOMDIR holds (PS3.3 annex F), followed by its byte offsets.
 *
 * <p>A circle of offsets is refused. A record whose file lies outside the folder, or nowhere, is
 * left out and named in {@code refused}.
 *
 * @param files that the records name, in order, each once, all inside the DICOMDIR's folder
 */
public record DicomDir(Path file, List<Record> roots, List<Path> files, List<String> refused) {
  private static final Tag RECORDS = Tag.of(0x0004, 0x1220);
  private static final Tag FIRST = Tag.of(0x0004, 0x1200);
  private static final Tag NEXT = Tag.of(0x0004, 0x1400);
  private static final Tag IN_USE = Tag.of(0x0004, 0x1410);
  private static final Tag LOWER = Tag.of(0x0004, 0x1420);
  private static final Tag TYPE = Tag.of(0x0004, 0x1430);
  private static final Tag FILE_ID = Tag.of(0x0004, 0x1500);
  private static final int ITEM_HEADER = 8;

  public DicomDir {
    roots = List.copyOf(roots);
    files = List.copyOf(files);
    refused = List.copyOf(refused);
  }

  /**
   * One entry: a patient, a study, a series, an image, …
   *
   * @param type as written, for example {@code SERIES}
   */
  public record Record(String type, DataSet keys, List<Record> children) {
    public Record {
      children = List.copyOf(children);
    }
  }

  /** Whether a data set is a directory. */
  public static boolean is(DataSet dataSet) {
    return dataSet.has(RECORDS);
  }

  public static DicomDir read(Path path) {
    return read(path, Limits.DEFAULT);
  }

  public static DicomDir read(Path path, Limits limits) {
    DicomFile file = DicomFile.read(path, limits);
    if (!is(file.dataSet())) {
      throw new InputException(
          file.name() + " is no DICOMDIR: it has no " + RECORDS + ".",
          "another object.",
          "give the folder instead.");
    }
    return new Reader(path, file, limits).directory();
  }

  private static final class Reader {
    private final Path path;
    private final DicomFile file;
    private final Limits limits;
    private final List<DataSet> items;
    private final Map<Long, Integer> byOffset = new HashMap<>();
    private final Set<Long> met = new HashSet<>();
    private final Set<Path> files = new java.util.LinkedHashSet<>();
    private final List<String> refused = new ArrayList<>();

    Reader(Path path, DicomFile file, Limits limits) {
      this.path = path;
      this.file = file;
      this.limits = limits;
      this.items = file.dataSet().items(RECORDS);
      for (int i = 0; i < items.size(); i++) {
        int index = i;
        offset(items.get(i)).ifPresent(at -> byOffset.put(at, index));
      }
    }

    DicomDir directory() {
      Optional<Long> first = offset(file.dataSet(), FIRST);
      List<Record> roots =
          first.filter(byOffset::containsKey).isPresent()
              ? chain(first.get(), FIRST, 0)
              : unlinked(first);
      return new DicomDir(path, roots, List.copyOf(files), refused);
    }

    /** Where an item starts: its first element lies just behind its header. */
    private Optional<Long> offset(DataSet item) {
      long least = Long.MAX_VALUE;
      for (Element element : item.elements()) {
        if (element.raw().isEmpty()) {
          return Optional.empty();
        }
        // Both lie in the one array, or the one mapping, that the file was read into.
        MemorySegment raw = element.raw().get();
        least = Math.min(least, raw.address() - file.preamble().address());
      }
      return least == Long.MAX_VALUE ? Optional.empty() : Optional.of(least - ITEM_HEADER);
    }

    /** An offset above 0; 0 stands for none. */
    private static Optional<Long> offset(DataSet keys, Tag tag) {
      double[] numbers = keys.numbers(tag);
      return numbers.length == 1 && numbers[0] > 0
          ? Optional.of((long) numbers[0])
          : Optional.empty();
    }

    private List<Record> chain(long start, Tag from, int depth) {
      if (depth > limits.depth()) {
        throw refused(from, start, "nests deeper than " + limits.depth() + " records");
      }
      List<Record> chain = new ArrayList<>();
      Optional<Long> at = Optional.of(start);
      Tag pointer = from;
      while (at.isPresent()) {
        long offset = at.get();
        if (!byOffset.containsKey(offset)) {
          refused.add(
              file.name() + ": " + pointer + " points to byte " + offset + ", where no record is");
          break;
        }
        if (!met.add(offset)) {
          throw refused(
              pointer, offset, "points to a record that was met before: it runs in a circle");
        }
        DataSet keys = items.get(byOffset.getOrDefault(offset, 0));
        boolean used = keys.integer(IN_USE).orElse(0xFFFF) != 0;
        List<Record> children =
            offset(keys, LOWER).map(lower -> chain(lower, LOWER, depth + 1)).orElse(List.of());
        if (used) {
          chain.add(record(keys, children));
        }
        at = offset(keys, NEXT);
        pointer = NEXT;
      }
      return chain;
    }

    /** A directory without usable offsets: its records as one flat list. */
    private List<Record> unlinked(Optional<Long> first) {
      if (!items.isEmpty()) {
        String what =
            first.map(at -> "points to byte " + at + ", where no record is").orElse("is 0");
        refused.add(file.name() + ": " + FIRST + " " + what + "; records are taken in file order");
      }
      return items.stream().map(keys -> record(keys, List.of())).toList();
    }

    private Record record(DataSet keys, List<Record> children) {
      List<String> parts = keys.texts(FILE_ID);
      if (!parts.isEmpty()) {
        Optional<Path> found = resolve(parts);
        found.ifPresent(files::add);
      }
      return new Record(keys.text(TYPE).orElse(""), keys, children);
    }

    private Optional<Path> resolve(List<String> parts) {
      Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
      try {
        Path at = folder.toRealPath();
        Path root = at;
        for (String part : parts) {
          boolean plain =
              !part.isBlank()
                  && !part.equals(".")
                  && !part.equals("..")
                  && part.indexOf('/') < 0
                  && part.indexOf('\\') < 0
                  && part.indexOf(':') < 0;
          if (!plain) {
            refused.add(file.name() + ": a record's " + FILE_ID + " leads out of its folder");
            return Optional.empty();
          }
          Optional<Path> next = child(at, part);
          if (next.isEmpty()) {
            refused.add(file.name() + ": the file of a record " + FILE_ID + " is missing");
            return Optional.empty();
          }
          at = next.get();
        }
        if (!at.toRealPath().startsWith(root) || !Files.isRegularFile(at)) {
          refused.add(file.name() + ": a record's " + FILE_ID + " leads out of its folder");
          return Optional.empty();
        }
        return Optional.of(folder.resolve(root.relativize(at).toString()));
      } catch (IOException | InvalidPathException e) {
        refused.add(file.name() + ": a record's " + FILE_ID + " cannot be followed");
        return Optional.empty();
      }
    }

    /** Media are copied with other cases of letters, and with the version that ISO 9660 adds. */
    private static Optional<Path> child(Path folder, String name) throws IOException {
      Path exact = folder.resolve(name);
      if (Files.exists(exact)) {
        return Optional.of(exact);
      }
      if (!Files.isDirectory(folder)) {
        return Optional.empty();
      }
      try (Stream<Path> inside = Files.list(folder)) {
        return inside.filter(one -> bare(one).equals(name.toLowerCase(Locale.ROOT))).findFirst();
      }
    }

    private static String bare(Path file) {
      String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
      return name.replaceAll("\\.?;1$", "");
    }

    private InputException refused(Tag tag, long offset, String what) {
      return new InputException(
          file.name() + ": element " + tag + " " + what + " (byte " + offset + ").",
          "a damaged or hostile DICOMDIR.",
          "give the files themselves, or the folder without its DICOMDIR.");
    }
  }
}
