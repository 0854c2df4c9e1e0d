package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files that belong together: one Series Instance UID, size and kind of image.
 *
 * @param uid of the series; where it is missing, the folder's name
 * @param files sorted by path; the order in the volume comes from their geometry
 */
public record Series(
    String study, String uid, String modality, String description, List<Path> files) {
  public Series {
    files = List.copyOf(files);
  }

  /**
   * What a folder holds.
   *
   * @param refused a sentence for each file that is DICOM but cannot be used
   */
  public record Found(List<Series> series, List<String> refused) {
    public Found {
      series = List.copyOf(series);
      refused = List.copyOf(refused);
    }
  }

  /** Every series with images below a folder; other files are passed over. */
  public static Found in(Path folder) throws IOException {
    return in(folder, Limits.DEFAULT);
  }

  public static Found in(Path folder, Limits limits) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder, 64)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    Map<List<String>, List<Path>> groups = new LinkedHashMap<>();
    Map<List<String>, Series> heads = new LinkedHashMap<>();
    List<String> refused = new ArrayList<>();
    for (Path file : files) {
      if (!isLikely(file)) {
        continue;
      }
      try {
        DataSet header = DicomFile.readHeader(file, limits).dataSet();
        if (!header.has(Tag.ROWS)) {
          continue;
        }
        Series head = head(file, header);
        List<String> key =
            List.of(
                head.study,
                head.uid,
                header.text(Tag.PATIENT_ID).orElse(""),
                header.text(Tag.ROWS).orElse(""),
                header.text(Tag.COLUMNS).orElse(""),
                isLocaliser(header) ? "localiser" : "");
        groups.computeIfAbsent(key, one -> new ArrayList<>()).add(file);
        heads.putIfAbsent(key, head);
      } catch (InputException e) {
        refused.add(e.getMessage());
      }
    }
    List<Series> series = new ArrayList<>();
    groups.forEach((key, paths) -> series.add(heads.getOrDefault(key, NONE).with(paths)));
    return new Found(series, refused);
  }

  private static final Series NONE = new Series("", "", "", "", List.of());

  private Series with(List<Path> paths) {
    return new Series(study, uid, modality, description, paths);
  }

  private static Series head(Path file, DataSet header) {
    String folder =
        Optional.ofNullable(file.getParent())
            .flatMap(parent -> Optional.ofNullable(parent.getFileName()))
            .map(Path::toString)
            .orElse(".");
    return new Series(
        header.text(Tag.STUDY).orElse(""),
        header.text(Tag.SERIES).orElse("folder " + folder),
        header.text(Tag.MODALITY).orElse(""),
        header.text(Tag.SERIES_DESCRIPTION).orElse(""),
        List.of());
  }

  private static boolean isLocaliser(DataSet header) {
    return header.texts(Tag.IMAGE_TYPE).stream().anyMatch("LOCALIZER"::equals);
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
