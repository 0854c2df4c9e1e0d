package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Volume;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.read.Series;
import io.osler.dicom.read.SeriesImage;
import io.osler.learn.data.Foreign;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** DICOM series as images of a data set: what joins the two modules that never meet. */
final class DicomImages implements Foreign {
  /** Series by each of their files, once a folder has been looked at. */
  private final Map<Path, Series> byFile = new ConcurrentHashMap<>();

  @Override
  public boolean is(Path file) {
    try {
      return Files.isRegularFile(file) && DicomPaths.isLikely(file) && hasPixels(file);
    } catch (InputException e) {
      return false;
    }
  }

  private static boolean hasPixels(Path file) {
    return DicomFile.readHeader(file, Limits.DEFAULT).dataSet().has(Tag.ROWS);
  }

  @Override
  public List<Image> images(Path place) {
    try {
      Series.Found found = Series.of(DicomPaths.of(place).found(), Limits.DEFAULT);
      found.refused().forEach(reason -> System.err.println("note: " + reason));
      Path root = Files.isDirectory(place) ? place : parent(place);
      List<Image> images = new ArrayList<>();
      List<Path> folders = new ArrayList<>();
      found.series().forEach(series -> folders.add(parent(series.files().getFirst())));
      for (Series series : found.series()) {
        series.files().forEach(file -> byFile.put(key(file), series));
        Path first = series.files().getFirst();
        boolean alone = folders.stream().filter(parent(first)::equals).count() == 1;
        Path named = alone && !parent(first).equals(root) ? parent(first) : first;
        images.add(new Image(first, id(root, named), patient(first, series)));
      }
      return List.copyOf(images);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Told apart by identifier, else by study; what is stored is only a hash. */
  private static String patient(Path first, Series series) {
    DataSet header = DicomFile.readHeader(first, Limits.DEFAULT).dataSet();
    String who = header.text(Tag.PATIENT_ID).orElse(series.study());
    return "patient-" + Integer.toHexString((who + "/osler").hashCode());
  }

  private static String id(Path root, Path named) {
    Path within = root.toAbsolutePath().normalize().relativize(key(named));
    String id = within.toString().replaceAll("[^A-Za-z0-9._-]+", "_");
    return id.isEmpty() ? String.valueOf(named.getFileName()) : id;
  }

  @Override
  public Volume read(Path path) {
    if (Files.isDirectory(path)) {
      List<Image> images = images(path);
      if (images.size() != 1) {
        throw new InputException(
            path + " holds " + images.size() + " DICOM series, not one.",
            "",
            "give the folder of one series.");
      }
      return read(images.getFirst().path());
    }
    Optional<Series> series = Optional.ofNullable(byFile.get(key(path)));
    if (series.isEmpty()) {
      // Named on its own, a file is one image, whatever lies beside it.
      images(path);
      series = Optional.ofNullable(byFile.get(key(path)));
    }
    SeriesImage image =
        SeriesImage.read(
            series.orElseThrow(
                () ->
                    new InputException(
                        path + " belongs to no DICOM series that can be read.",
                        "it holds no image, or its series mixes patients.",
                        "see what 'osler dicom list' says about its folder.")));
    return image.volume();
  }

  @Override
  public boolean isLabels(Path path) {
    return DicomLabels.file(path).isPresent();
  }

  @Override
  public Map<Integer, String> structures(Path labels) {
    return DicomLabels.names(DicomLabels.file(labels).orElse(labels));
  }

  @Override
  public LabelMap labels(Path labels, Set<Integer> wanted, Path image, Volume volume) {
    Path file = DicomLabels.file(labels).orElse(labels);
    return DicomLabels.on(file, wanted, space(image), volume);
  }

  /** UID of an image's coordinate system; empty for formats that have none. */
  private String space(Path image) {
    Path first =
        Files.isDirectory(image)
            ? images(image).stream().map(Image::path).findFirst().orElse(image)
            : image;
    return is(first)
        ? DicomFile.readHeader(first, Limits.DEFAULT)
            .dataSet()
            .text(Tag.FRAME_OF_REFERENCE)
            .orElse("")
        : "";
  }

  private static Path parent(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().normalize().getParent()).orElse(file);
  }

  private static Path key(Path file) {
    return file.toAbsolutePath().normalize();
  }
}
