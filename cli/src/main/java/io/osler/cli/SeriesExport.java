package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.core.io.Atomic;
import io.osler.core.io.Nifti;
import io.osler.core.io.Nrrd;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Volume;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.read.Inventory;
import io.osler.dicom.read.Placement;
import io.osler.dicom.read.ReadOptions;
import io.osler.dicom.read.Segmentation;
import io.osler.dicom.read.Series;
import io.osler.dicom.read.SeriesImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Series to volume files in a folder: each whole with its sidecars, or not there at all. */
record SeriesExport(Path out, Format format, ReadOptions options) {
  private static final Tag SEGMENTS = Tag.parse("SegmentSequence");

  /** How volumes are stored. */
  enum Format {
    NIFTI(".nii.gz"),
    NRRD(".nrrd");

    final String ending;

    Format(String ending) {
      this.ending = ending;
    }
  }

  /** How many series became volumes and how many did not. */
  record Outcome(int written, int refused) {}

  Outcome write(List<Path> files, PrintWriter results, PrintWriter err) throws IOException {
    if (Files.isRegularFile(out)) {
      throw new InputException(out + " is a file.", "", "name a folder, or a .png for a picture.");
    }
    Series.Found found = Series.of(files, Limits.DEFAULT);
    found.refused().forEach(reason -> err.println("refused: " + reason));
    int written = 0;
    int refused = found.refused().size();
    Set<String> taken = new HashSet<>();
    List<StructureExport.Grid> grids = new ArrayList<>();
    for (Series series : found.series()) {
      DicomFile first = DicomFile.readHeader(series.files().getFirst(), Limits.DEFAULT);
      String wanted = name(series, first);
      try {
        SeriesImage image = volume(series);
        Files.createDirectories(out);
        String name = unique(wanted, taken);
        put(name, image, first);
        written++;
        String space = first.dataSet().text(Tag.FRAME_OF_REFERENCE).orElse("");
        Volume volume = image.volume();
        grids.add(new StructureExport.Grid(series.uid(), space, volume.size(), volume.geometry()));
        results.println(out.resolve(name + format.ending) + ": " + volume);
        image.warnings().forEach(warning -> err.println("note: " + name + ": " + warning));
      } catch (InputException e) {
        refused++;
        err.println("no volume of " + wanted + ": " + e.getMessage());
      }
      results.flush();
    }
    for (Path file : files) {
      try {
        Optional<DicomFile> header = annotation(file);
        if (header.isPresent() && StructureExport.is(header.get().dataSet())) {
          for (Path map :
              new StructureExport(out, grids).write(header.get(), name -> unique(name, taken))) {
            written++;
            results.println(map + ": label map");
          }
        } else if (header.isPresent()) {
          String name = unique(segments(header.get()), taken);
          put(name, Segmentation.read(DicomFile.read(file)));
          written++;
          results.println(out.resolve(name + ".nii.gz") + ": label map");
        }
      } catch (InputException e) {
        refused++;
        err.println("no label map of " + file.getFileName() + ": " + e.getMessage());
      }
    }
    tellOthers(files, err);
    if (found.series().isEmpty() && written == 0) {
      err.println("no image series found");
    }
    return new Outcome(written, refused);
  }

  /** The header of a segmentation or structure set. */
  private static Optional<DicomFile> annotation(Path file) {
    try {
      DicomFile header = DicomFile.readHeader(file, Limits.DEFAULT);
      DataSet set = header.dataSet();
      return set.has(SEGMENTS) || StructureExport.is(set) ? Optional.of(header) : Optional.empty();
    } catch (InputException e) {
      // Named already when the series were gathered.
      return Optional.empty();
    }
  }

  private static String segments(DicomFile header) {
    String number = header.dataSet().text(Tag.SERIES_NUMBER).orElse("series");
    return number.replaceAll("[^A-Za-z0-9-]+", "_") + "_segmentation";
  }

  /** Reports, plans and the like: named, so that nobody looks for their volumes. */
  private static void tellOthers(List<Path> files, PrintWriter err) {
    for (Inventory.Study study : Inventory.of(files, Limits.DEFAULT).studies()) {
      for (Inventory.Entry entry : study.series()) {
        boolean annotation =
            entry.kinds().stream()
                .anyMatch(kind -> kind.matches(".*(Segmentation|Structure Set).*"));
        if (!entry.isImage() && !annotation) {
          err.println(
              "no volume of series %s: it holds no images, but %s"
                  .formatted(entry.uid(), String.join(", ", entry.kinds())));
        }
      }
    }
  }

  /** Labels with the names of their segments beside them. */
  private void put(String name, Segmentation segmentation) throws IOException {
    if (segmentation.placement() != Placement.PATIENT) {
      throw new InputException(
          "It lies on a slide or a picture, without a place in the patient.",
          "a volume file would need an affine, and one would have to be made up.",
          "read it with the library.");
    }
    LabelMap labels = segmentation.labels();
    Map<String, Object> names = new TreeMap<>();
    segmentation.segments().forEach(one -> names.put(one.label(), one.number()));
    Files.createDirectories(out);
    Path file = out.resolve(name + ".nii.gz");
    Path sidecar = out.resolve(name + ".json");
    Atomic.write(sidecar, Json.write(Map.of("labels", names)).getBytes(StandardCharsets.UTF_8));
    boolean whole = false;
    try {
      Nifti.write(file, labels);
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(sidecar);
      }
    }
  }

  /** A grid in the patient, or a refusal: pictures and colour have no place in a volume file. */
  private SeriesImage volume(Series series) {
    SeriesImage image = SeriesImage.read(series, options);
    String name = "Series " + series.uid();
    if (image.placement() != Placement.PATIENT) {
      String why = image.warnings().isEmpty() ? "" : " " + image.warnings().getLast();
      throw new InputException(
          name + " is a picture without a place in the patient.",
          "a volume file would need an affine, and one would have to be made up." + why,
          "convert its files one by one with --out x.png.");
    }
    if (image.colour()) {
      throw new InputException(
          name + " is in colour.",
          "a volume file holds intensities.",
          "convert its files one by one with --out x.png.");
    }
    return image;
  }

  private void put(String name, SeriesImage image, DicomFile first) throws IOException {
    Volume volume = image.volume();
    List<Path> made = new ArrayList<>();
    boolean whole = false;
    try {
      Path file = out.resolve(name + format.ending);
      switch (format) {
        case NIFTI -> Nifti.write(file, volume, store(volume));
        case NRRD -> Nrrd.write(file, volume);
      }
      made.add(file);
      text(name + ".json", Json.write(BidsSidecar.of(first, image.channels())), made);
      DiffusionTables tables = DiffusionTables.of(image);
      if (!tables.bvals().isEmpty()) {
        text(name + ".bval", tables.bvals(), made);
      }
      if (!tables.bvecs().isEmpty()) {
        text(name + ".bvec", tables.bvecs(), made);
      }
      whole = true;
    } finally {
      if (!whole) {
        for (Path file : made) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private void text(String name, String text, List<Path> made) {
    Path file = out.resolve(name);
    Atomic.write(file, text.getBytes(StandardCharsets.UTF_8));
    made.add(file);
  }

  private static Nifti.Store store(Volume volume) {
    for (float v : volume.voxels()) {
      if (v != (short) v) {
        return Nifti.Store.FLOAT32;
      }
    }
    return Nifti.Store.INT16;
  }

  /** Number and description of the series: nothing that names a patient. */
  private static String name(Series series, DicomFile first) {
    String number = first.dataSet().text(Tag.SERIES_NUMBER).orElse("series");
    String words = series.description().isBlank() ? series.modality() : series.description();
    String name = (number + "_" + words).replaceAll("[^A-Za-z0-9-]+", "_").replaceAll("_+$", "");
    return name.substring(0, Math.min(80, name.length()));
  }

  private static String unique(String name, Set<String> taken) {
    String one = name;
    for (int n = 2; !taken.add(one.toLowerCase(Locale.ROOT)); n++) {
      one = name + "_" + n;
    }
    return one;
  }
}
