package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.io.NpyArray;
import io.osler.core.io.Npz;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A MedMNIST-style .npz: {@code train_images}, {@code train_labels}, {@code val_…}, {@code test_…},
 * or {@code images}, {@code labels} without a split. Images (n, h, w), (n, h, w, 3), (n, d, h, w)
 * or (n, d, h, w, 3); labels (n), (n, 1), or (n, k) for several findings.
 */
final class NpzSet {
  private static final int MOST_CLASSES = 10_000;

  private final Path file;
  private final LabelFile sidecar;

  private NpzSet(Path file, LabelFile sidecar) {
    this.file = file;
    this.sidecar = sidecar;
  }

  private record Part(Split split, NpyArray images, Optional<NpyArray> labels) {}

  static DataSet open(Path file, Options options) {
    try (Npz npz = Npz.open(file)) {
      return new NpzSet(file, LabelFile.of(file, options)).read(npz);
    }
  }

  private DataSet read(Npz npz) {
    List<Part> parts = new ArrayList<>();
    for (Split split : Split.values()) {
      String prefix = split == Split.NONE ? "" : split.key() + "_";
      Optional<NpyArray> labels = npz.find(prefix + "labels");
      npz.find(prefix + "images").ifPresent(images -> parts.add(new Part(split, images, labels)));
    }
    if (parts.isEmpty()) {
      throw new InputException(
          file + " holds no images; its arrays are " + npz.names() + ".",
          "images stand under train_images, val_images, test_images or images.",
          "name the arrays so.");
    }
    parts.forEach(this::check);
    int findings = findings(parts);
    int classes = findings > 0 ? findings : classes(parts);
    List<String> notes = new ArrayList<>();
    Labels labels = labels(parts, findings > 0, classes, notes);
    List<Entry> entries = new ArrayList<>();
    for (Part part : parts) {
      for (int row = 0; row < part.images().rows(); row++) {
        String id = String.format(Locale.ROOT, "%s/%06d", part.split().key(), row);
        Truth truth = truth(part, row, findings > 0);
        Source source = new Row(part.images(), row);
        entries.add(new Entry(id, id, part.split(), truth, Map.of(), source));
      }
    }
    if (entries.isEmpty()) {
      throw new InputException(file + " holds no image.", "its arrays are empty.", "fill them.");
    }
    return new DataSet(String.valueOf(file.getFileName()), labels, entries, notes);
  }

  private Labels labels(List<Part> parts, boolean several, int classes, List<String> notes) {
    if (parts.stream().allMatch(part -> part.labels().isEmpty())) {
      return Labels.none();
    }
    List<String> numbers = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    if (sidecar.classes().isEmpty()) {
      notes.add("The classes have no names; --labels a,b or a labels.yaml gives them.");
    }
    return sidecar.labels(
        several ? Labels.Kind.MULTI_LABEL : Labels.Kind.SINGLE_LABEL, numbers, notes);
  }

  private void check(Part part) {
    String images = file + ", '" + part.images().name() + "',";
    int axes = part.images().shape().size();
    if (axes < 3 || axes > 5) {
      throw new InputException(
          images + " has the shape " + part.images().shape() + ".",
          "images are (n, h, w), (n, h, w, 3), (n, d, h, w) or (n, d, h, w, 3).",
          "reshape the array.");
    }
    if (part.images().rows() > 0) {
      Row.size(part.images().shape());
    }
    part.labels()
        .ifPresent(
            labels -> {
              if (labels.rows() != part.images().rows() || labels.shape().size() > 2) {
                throw new InputException(
                    "%s has %d images but '%s' has the shape %s."
                        .formatted(images, part.images().rows(), labels.name(), labels.shape()),
                    "images and labels of different sets.",
                    "give one label, or one row of labels, per image.");
              }
            });
  }

  /** Columns of several labels an image; 0 where there is one label, also a one-hot one. */
  private int findings(List<Part> parts) {
    int columns = 0;
    boolean oneHot = true;
    for (Part part : parts) {
      if (part.labels().isEmpty() || part.labels().get().rows() == 0) {
        continue;
      }
      NpyArray labels = part.labels().get();
      if (columns > 0 && labels.rowLength() != columns) {
        throw new InputException(
            file + " has " + columns + " and " + labels.rowLength() + " labels an image.",
            "splits of different sets.",
            "give the same labels in every split.");
      }
      columns = labels.rowLength();
      for (int row = 0; row < labels.rows() && columns > 1; row++) {
        double sum = 0;
        for (int i = 0; i < columns; i++) {
          double value = labels.at(row, i);
          if (value != 0 && value != 1) {
            throw new InputException(
                "%s, '%s', row %d holds %s.".formatted(file, labels.name(), row, value),
                "several labels an image are 0 or 1 each.",
                "correct the row.");
          }
          sum += value;
        }
        oneHot &= sum == 1;
      }
    }
    boolean asked = sidecar.task().equals(Optional.of(LabelFile.Task.MULTI_LABEL));
    return columns > 1 && (!oneHot || asked) ? columns : asked && columns == 1 ? 1 : 0;
  }

  private int classes(List<Part> parts) {
    int most = sidecar.classes().size() - 1;
    for (Part part : parts) {
      if (part.labels().isEmpty()) {
        continue;
      }
      NpyArray labels = part.labels().get();
      for (int row = 0; row < labels.rows(); row++) {
        double label = category(labels, row);
        boolean named = sidecar.classes().isEmpty() || label < sidecar.classes().size();
        if (!(label >= 0 && label < MOST_CLASSES) || label != Math.rint(label) || !named) {
          throw new InputException(
              "%s, '%s', row %d has the label %s, out of range."
                  .formatted(file, labels.name(), row, labels.at(row, 0)),
              "labels are whole numbers from 0"
                  + (named ? "." : " to " + (sidecar.classes().size() - 1) + ", one per name."),
              "correct the label, or name every class.");
        }
        most = Math.max(most, (int) label);
      }
    }
    return most + 1;
  }

  /** The label of a row, or the place of the one in a one-hot row. */
  private static double category(NpyArray labels, int row) {
    if (labels.rowLength() == 1) {
      return labels.at(row, 0);
    }
    return IntStream.range(0, labels.rowLength())
        .filter(i -> labels.at(row, i) == 1)
        .findFirst()
        .orElse(-1);
  }

  private static Truth truth(Part part, int row, boolean several) {
    if (part.labels().isEmpty()) {
      return new Truth.Unknown();
    }
    NpyArray labels = part.labels().get();
    if (!several) {
      return new Truth.Category((int) category(labels, row));
    }
    return new Truth.Findings(
        IntStream.range(0, labels.rowLength()).mapToObj(i -> labels.at(row, i)).toList());
  }

  /** One image of an array; colour moves from the last axis to the first. */
  private record Row(NpyArray images, int row) implements Source {
    @Override
    public Volume read() {
      Size size = size(images.shape());
      float[] voxels = images.row(row);
      int channels = voxels.length / size.voxels();
      if (channels > 1) {
        float[] planar = new float[voxels.length];
        for (int i = 0; i < voxels.length; i++) {
          planar[i % channels * size.voxels() + i / channels] = voxels[i];
        }
        voxels = planar;
      }
      return new Volume(size, channels, Geometry.UNIT, voxels);
    }

    @Override
    public void digest(MessageDigest digest) {
      String head = images.shape().subList(1, images.shape().size()) + " " + images.type();
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      digest.update(images.rowBytes(row));
    }

    /**
     * The last axis is colour when it is 3 (or, with a fifth axis, up to 4) and the others are not.
     */
    static Size size(List<Integer> shape) {
      int last = shape.getLast();
      boolean colour = shape.size() == 5 || shape.size() == 4 && (last == 3 || last == 1);
      int axes = shape.size() - (colour ? 1 : 0);
      int depth = axes == 4 ? shape.get(1) : 1;
      return new Size(shape.get(axes - 1), shape.get(axes - 2), depth);
    }
  }
}
