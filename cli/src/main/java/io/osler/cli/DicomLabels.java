package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Volume;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.read.Placement;
import io.osler.dicom.read.Segmentation;
import io.osler.dicom.read.StructureSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** DICOM segmentations and structure sets as the label maps of training cases. */
final class DicomLabels {
  private static final Tag SEGMENTS = Tag.parse("SegmentSequence");
  private static final Tag STRUCTURES = Tag.parse("StructureSetROISequence");

  private DicomLabels() {}

  /** The file itself, or the only one of a folder, when it is a segmentation or structure set. */
  static Optional<Path> file(Path path) {
    if (!Files.isDirectory(path)) {
      return is(path) ? Optional.of(path) : Optional.empty();
    }
    try (Stream<Path> listed = Files.list(path)) {
      List<Path> files = listed.filter(Files::isRegularFile).limit(2).toList();
      return files.size() == 1 && is(files.getFirst())
          ? Optional.of(files.getFirst())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean is(Path file) {
    if (!Files.isRegularFile(file) || !DicomPaths.isLikely(file)) {
      return false;
    }
    try {
      DataSet header = DicomFile.readHeader(file, Limits.DEFAULT).dataSet();
      return header.has(SEGMENTS) || header.has(STRUCTURES);
    } catch (InputException e) {
      return false;
    }
  }

  /** Segment numbers, or structures counted from 1, and their names. */
  static Map<Integer, String> names(Path file) {
    DicomFile dicom = DicomFile.readHeader(file, Limits.DEFAULT);
    Map<Integer, String> names = new TreeMap<>();
    if (dicom.dataSet().has(SEGMENTS)) {
      for (Segmentation.Segment one : Segmentation.read(DicomFile.read(file)).segments()) {
        if (one.number() > 0) {
          names.put(one.number(), name(one.label(), "segment-" + one.number()));
        }
      }
      return names;
    }
    for (StructureSet.Structure one : StructureSet.read(dicom).structures()) {
      names.put(names.size() + 1, name(one.name(), "structure-" + one.number()));
    }
    return names;
  }

  private static String name(String own, String otherwise) {
    return own.isBlank() ? otherwise : own.strip();
  }

  /** On the grid of the image; {@code space} is its frame of reference, empty when unknown. */
  static LabelMap on(Path file, Set<Integer> wanted, String space, Volume image) {
    DicomFile dicom = DicomFile.read(file);
    if (dicom.dataSet().has(STRUCTURES)) {
      StructureSet set = StructureSet.read(dicom);
      requireSpace(file, set.frameOfReference(), space);
      return structures(set, wanted, image);
    }
    Segmentation segmentation = Segmentation.read(dicom);
    requireSpace(file, segmentation.frameOfReference(), space);
    if (segmentation.placement() != Placement.PATIENT) {
      throw new InputException(
          file + " lies on a slide or a picture, without a place in the patient.",
          "nobody can say which voxels of the image it covers.",
          "give a label map with the grid of the image.");
    }
    boolean all = segmentation.segments().stream().allMatch(one -> wanted.contains(one.number()));
    LabelMap own = all ? segmentation.labels() : segments(segmentation, wanted);
    return segmentation.onto(own, image.size(), image.geometry());
  }

  private static void requireSpace(Path file, String own, String image) {
    if (!own.isEmpty() && !image.isEmpty() && !own.equals(image)) {
      throw new InputException(
          file + " was drawn in another frame of reference " + Tag.FRAME_OF_REFERENCE + ".",
          "it belongs to another series, whose coordinates mean other places.",
          "pair it with the series that it was drawn on.");
    }
  }

  private static LabelMap segments(Segmentation segmentation, Set<Integer> wanted) {
    int[] labels = new int[segmentation.size().voxels()];
    for (int number : wanted) {
      add(labels, segmentation.mask(number).labels(), number);
    }
    return new LabelMap(segmentation.size(), segmentation.geometry(), labels);
  }

  private static LabelMap structures(StructureSet set, Set<Integer> wanted, Volume image) {
    int[] labels = new int[image.size().voxels()];
    for (int number : wanted) {
      StructureSet.Structure one = set.structures().get(number - 1);
      add(labels, set.mask(one, image.size(), image.geometry()).labels(), number);
    }
    return new LabelMap(image.size(), image.geometry(), labels);
  }

  private static void add(int[] labels, int[] mask, int number) {
    for (int v = 0; v < labels.length; v++) {
      if (mask[v] != 0 && labels[v] != 0) {
        throw new InputException(
            "Structures %d and %d overlap.".formatted(labels[v], number),
            "one voxel cannot have two labels.",
            "name those to be learned with --labels, without the ones around them.");
      }
      labels[v] = mask[v] != 0 ? number : labels[v];
    }
  }
}
