package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sorts files into series: by UID, where that is missing by folder and frame of reference, and then
 * by what cannot be one volume (size, class, orientation, localisers).
 */
final class Grouping {
  private static final int DEEPEST = 64;
  private static final Tag LABELS = Tag.parse("SegmentSequence");

  private final Limits limits;
  private final List<String> refused = new ArrayList<>();
  private final Map<List<String>, List<Member>> groups = new LinkedHashMap<>();

  private Grouping(Limits limits) {
    this.limits = limits;
  }

  /**
   * A file with an image.
   *
   * @param shape what must be equal within one volume
   * @param orientation six cosines; empty when the header places nothing at its top level
   */
  private record Member(
      Path file, Series head, String patient, List<String> shape, double[] orientation) {
    boolean isParallel(Member other) {
      if (orientation.length != other.orientation.length) {
        return false;
      }
      for (int i = 0; i < orientation.length; i++) {
        if (!(Math.abs(orientation[i] - other.orientation[i]) < 1e-3)) {
          return false;
        }
      }
      return true;
    }
  }

  static Series.Found in(Path folder, Limits limits) throws IOException {
    Grouping grouping = new Grouping(limits);
    return grouping.found(grouping.files(folder));
  }

  static Series.Found of(List<Path> files, Limits limits) {
    return new Grouping(limits).found(files);
  }

  private Series.Found found(List<Path> files) {
    files.forEach(this::add);
    List<Series> series = new ArrayList<>();
    groups.values().forEach(group -> split(group, series));
    return new Series.Found(series, refused);
  }

  /** What cannot be opened is named, and the rest goes on; links are not followed. */
  private List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.noneOf(java.nio.file.FileVisitOption.class),
        DEEPEST,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
            if (file.equals(folder)) {
              throw failed;
            }
            refused.add(file.getFileName() + " cannot be opened.");
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  private void add(Path file) {
    try {
      if (!isLikely(file)) {
        return;
      }
      DataSet header = DicomFile.readHeader(file, limits).dataSet();
      if (!header.has(Tag.ROWS) || header.has(LABELS)) {
        return;
      }
      Member member = member(file, header);
      boolean named = header.text(Tag.SERIES).isPresent() && header.text(Tag.STUDY).isPresent();
      List<String> key =
          named
              ? List.of(member.head.study(), member.head.uid())
              : List.of(
                  "",
                  member.head.uid(),
                  file.toAbsolutePath().getParent() + "",
                  member.patient,
                  header.text(Tag.FRAME_OF_REFERENCE).orElse(""));
      groups.computeIfAbsent(key, one -> new ArrayList<>()).add(member);
    } catch (InputException e) {
      refused.add(e.getMessage());
    } catch (IOException e) {
      refused.add(file.getFileName() + " cannot be read.");
    }
  }

  private static Member member(Path file, DataSet header) {
    String folder =
        Optional.ofNullable(file.toAbsolutePath().getParent())
            .flatMap(parent -> Optional.ofNullable(parent.getFileName()))
            .map(Path::toString)
            .orElse(".");
    boolean named = header.text(Tag.SERIES).isPresent() && header.text(Tag.STUDY).isPresent();
    List<String> warnings =
        named
            ? List.of()
            : List.of(
                "The study or series UID is missing: images of folder '%s' were grouped by geometry."
                    .formatted(folder));
    Series head =
        new Series(
            header.text(Tag.STUDY).orElse(""),
            header.text(Tag.SERIES).orElse("folder " + folder),
            header.text(Tag.MODALITY).orElse(""),
            header.text(Tag.SERIES_DESCRIPTION).orElse(""),
            List.of(),
            warnings);
    List<String> shape =
        List.of(
            header.text(Tag.ROWS).orElse(""),
            header.text(Tag.COLUMNS).orElse(""),
            header.text(Tag.SAMPLES).orElse(""),
            header.text(Tag.SOP_CLASS).orElse(""),
            header.texts(Tag.IMAGE_TYPE).contains("LOCALIZER") ? "localiser" : "",
            // A picture without a place is a case of its own.
            Frames.arePlaced(header) ? "" : file.toString());
    String patient = header.text(Tag.PATIENT_ID).or(() -> header.text(Tag.PATIENT_NAME)).orElse("");
    return new Member(file, head, patient, shape, orientation(header));
  }

  /** Numbers that cannot be read are NaN: the series is refused later, with the tag. */
  private static double[] orientation(DataSet header) {
    try {
      return header.numbers(Tag.ORIENTATION);
    } catch (InputException e) {
      return new double[] {Double.NaN};
    }
  }

  private void split(List<Member> group, List<Series> series) {
    Member first = group.getFirst();
    for (Member member : group) {
      if (!member.patient.equals(first.patient)) {
        refused.add(
            "Series %s mixes patients: %s and %s differ in (0010,0020). Why: a wrong merge, or a"
                    .formatted(
                        first.head.uid(), first.file.getFileName(), member.file.getFileName())
                + " series UID used twice. Fix: separate the patients before reading.");
        return;
      }
    }
    List<List<Member>> parts = new ArrayList<>();
    for (Member member : group) {
      Optional<List<Member>> part =
          parts.stream()
              .filter(one -> one.getFirst().shape.equals(member.shape))
              .filter(one -> one.getFirst().isParallel(member))
              .findFirst();
      if (part.isPresent()) {
        part.get().add(member);
      } else {
        parts.add(new ArrayList<>(List.of(member)));
      }
    }
    boolean broken =
        group.stream().anyMatch(one -> one.orientation.length == 1) && parts.size() > 1;
    for (List<Member> part : parts) {
      List<String> warnings = new ArrayList<>(first.head.warnings());
      if (parts.size() > 1) {
        warnings.add(
            "The series holds %d kinds of image (size, orientation, localisers); this is one."
                .formatted(parts.size()));
      }
      // One slice with a damaged orientation: nobody knows which part lacks it.
      List<Member> whole = broken ? group : part;
      Series head = part.getFirst().head;
      series.add(
          new Series(
              head.study(),
              head.uid(),
              head.modality(),
              head.description(),
              whole.stream().map(Member::file).toList(),
              warnings));
      if (broken) {
        return;
      }
    }
  }

  /** A preamble, or the first group of a file without one. */
  private static boolean isLikely(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(132);
      boolean magic =
          head.length == 132
              && head[128] == 'D'
              && head[129] == 'I'
              && head[130] == 'C'
              && head[131] == 'M';
      boolean bare =
          head.length >= 8 && (head[0] == 8 && head[1] == 0 || head[0] == 0 && head[1] == 8);
      return magic || bare || head.length >= 8 && head[0] == 2 && head[1] == 0;
    }
  }
}
