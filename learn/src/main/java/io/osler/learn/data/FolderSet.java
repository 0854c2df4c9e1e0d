package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.io.ImageFile;
import io.osler.core.volume.Truth;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder of images: {@code CLASS/…}, {@code SPLIT/CLASS/…} with splits train, val and test, or
 * images alone, which are unlabelled. Hidden files are passed over.
 *
 * <p>Images of other formats (DICOM series) lie in folders of their own: there, subfolders are
 * classes only when one of them holds several patients, or when the classes are named.
 */
final class FolderSet {
  private static final int MOST_DEPTH = 8;

  private final Path folder;
  private final VolumeCache cache;
  private final Foreign foreign;

  private FolderSet(Path folder, Options options) {
    this.folder = folder;
    this.cache = new VolumeCache(options.cacheBytes());
    this.foreign = options.foreign();
  }

  /** One image, before the classes are numbered; no name, no label. */
  private record Found(
      Path file, Split split, Optional<String> name, Optional<Foreign.Image> foreign) {
    Found(Path file, Split split, Optional<String> name) {
      this(file, split, name, Optional.empty());
    }

    String patient(String id) {
      return foreign.map(Foreign.Image::patient).orElse(id);
    }
  }

  static DataSet open(Path folder, Options options) {
    return new FolderSet(folder, options).read(LabelFile.of(folder, options), options.classes());
  }

  /** A single image file, unlabelled. */
  static DataSet single(Path file, Options options) {
    Path whole = file.toAbsolutePath();
    Path folder = Optional.ofNullable(whole.getParent()).orElse(whole);
    FolderSet set = new FolderSet(folder, options);
    Entry entry = set.entry(new Found(whole, Split.NONE, Optional.empty()), List.of(), false);
    return new DataSet(entry.id(), Labels.none(), List.of(entry), List.of());
  }

  private DataSet read(LabelFile sidecar, List<String> classes) {
    List<Found> found = new ArrayList<>();
    List<Path> inside = list(folder);
    boolean split =
        inside.stream()
            .filter(Files::isDirectory)
            .anyMatch(path -> Split.named(name(path)).filter(s -> s != Split.NONE).isPresent());
    for (Path path : inside) {
      Optional<Split> named = Split.named(name(path)).filter(s -> s != Split.NONE);
      if (!Files.isDirectory(path)) {
        add(path, Split.NONE, Optional.empty(), found);
      } else if (!split) {
        images(path, Split.NONE, Optional.of(name(path)), found);
      } else if (named.isPresent()) {
        for (Path below : list(path)) {
          if (Files.isDirectory(below)) {
            images(below, named.get(), Optional.of(name(below)), found);
          } else {
            add(below, named.get(), Optional.empty(), found);
          }
        }
      }
    }
    addForeign(split, classes, found);
    if (found.isEmpty()) {
      throw new InputException(
          folder + " holds no image that can be read as a data set.",
          "looked for a manifest.csv, one .npz file, CLASS/image, SPLIT/CLASS/image, and images.",
          "point at one of these.");
    }
    TreeSet<String> names = new TreeSet<>();
    found.forEach(one -> one.name().ifPresent(names::add));
    List<String> own = sidecar.order(List.copyOf(names));
    List<String> notes = new ArrayList<>();
    List<String> passed =
        inside.stream()
            .filter(path -> split && Files.isDirectory(path))
            .map(FolderSet::name)
            .filter(one -> Split.named(one).filter(s -> s != Split.NONE).isEmpty())
            .toList();
    if (!passed.isEmpty() && found.stream().noneMatch(one -> one.foreign().isPresent())) {
      notes.add("Passed over: " + passed + ", since other folders there are named after splits.");
    }
    Labels labels =
        own.isEmpty() ? Labels.none() : sidecar.labels(Labels.Kind.SINGLE_LABEL, own, notes);
    boolean several = labels.kind() == Labels.Kind.MULTI_LABEL;
    List<Entry> entries = found.stream().map(one -> entry(one, own, several)).toList();
    return new DataSet(name(folder.toAbsolutePath().normalize()), labels, entries, notes);
  }

  /** Images of other formats, when there are none of our own. */
  private void addForeign(boolean split, List<String> classes, List<Found> found) {
    if (!found.isEmpty()) {
      return;
    }
    List<Foreign.Image> all = foreign.images(folder);
    Map<String, Set<String>> patients = new TreeMap<>();
    for (Foreign.Image image : all) {
      String top = String.valueOf(within(image).getName(0));
      patients.computeIfAbsent(top, name -> new TreeSet<>()).add(image.patient());
    }
    boolean classed =
        split
            || !classes.isEmpty() && classes.containsAll(patients.keySet())
            || patients.size() > 1 && patients.values().stream().anyMatch(one -> one.size() > 1);
    for (Foreign.Image image : all) {
      Path within = within(image);
      int depth = split ? 1 : 0;
      Split part = split ? Split.named(name(within.getName(0))).orElse(Split.NONE) : Split.NONE;
      Optional<String> label =
          classed && within.getNameCount() > depth + 1
              ? Optional.of(name(within.getName(depth)))
              : Optional.empty();
      found.add(new Found(image.path(), part, label, Optional.of(image)));
    }
  }

  private Path within(Foreign.Image image) {
    return folder
        .toAbsolutePath()
        .normalize()
        .relativize(image.path().toAbsolutePath().normalize());
  }

  private Entry entry(Found one, List<String> classes, boolean several) {
    String id =
        one.foreign()
            .map(Foreign.Image::id)
            .orElseGet(() -> folder.relativize(one.file()).toString().replace('\\', '/'));
    Truth truth =
        one.name()
            .map(name -> several ? alone(name, classes) : new Truth.Category(classes.indexOf(name)))
            .orElse(new Truth.Unknown());
    FileSource source = new FileSource(one.file(), cache, foreign);
    return new Entry(id, one.patient(id), one.split(), truth, Map.of(), source);
  }

  /** Of several findings that may hold together, this one. */
  private static Truth alone(String name, List<String> classes) {
    return new Truth.Findings(classes.stream().map(one -> one.equals(name) ? 1.0 : 0.0).toList());
  }

  private static void images(Path top, Split split, Optional<String> name, List<Found> found) {
    try (Stream<Path> walk = Files.walk(top, MOST_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      walk.filter(Files::isRegularFile).sorted().forEach(file -> add(file, split, name, found));
    } catch (IOException | java.io.UncheckedIOException e) {
      throw unreadable(top, e);
    }
  }

  private static void add(Path file, Split split, Optional<String> name, List<Found> found) {
    if (ImageFile.isImage(file) && !name(file).startsWith(".")) {
      found.add(new Found(file, split, name));
    }
  }

  /** Sorted, so that every machine gives the same order. */
  static List<Path> list(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(path -> !name(path).startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static InputException unreadable(Path folder, Exception cause) {
    return new InputException(
        folder + " cannot be listed.", "it may lack read permission.", "check it.", cause);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
