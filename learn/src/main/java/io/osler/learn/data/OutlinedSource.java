package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.io.ImageFile;
import io.osler.core.transform.Orient;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An image in one file per channel, or with its channels in one file, and its label map, if it has
 * one. Grey pictures among colour ones are read as colour.
 *
 * @param foreign reads a folder or file that is one image (a DICOM series)
 */
record OutlinedSource(List<Path> images, Optional<Path> labels, Outlines outlines, Foreign foreign)
    implements Source {
  /** Origins and spacings as files keep them: five digits of some hundred millimetres. */
  private static final double NEAR_MM = 1e-2;

  OutlinedSource {
    images = List.copyOf(images);
  }

  @Override
  public Volume read() {
    List<Volume> parts = images.stream().map(this::one).toList();
    Volume first = parts.getFirst();
    for (int i = 1; i < parts.size(); i++) {
      same(images.get(i), parts.get(i).size().toString(), parts.get(i).geometry(), first);
    }
    int wanted = outlines.channels().size();
    int held = parts.stream().mapToInt(Volume::channels).sum();
    if (held == wanted) {
      return parts.size() == 1 ? first : joined(parts, held);
    }
    if (held == 1 && wanted == 3 && first.is2d()) {
      return joined(List.of(first, first, first), 3);
    }
    if (held == 3 && wanted == 1 && first.is2d()) {
      return grey(first);
    }
    throw new InputException(
        images.getFirst() + " has %d channel(s), %d are expected.".formatted(held, wanted),
        held > wanted
            ? "a 4-D file (a series over time, several contrasts) or a colour picture."
            : "a channel is missing.",
        held > wanted
            ? "name every channel in dataset.json ('channel_names'), or cut the file into 3-D"
                + " images."
            : "bring the missing channel back, or take the case out.");
  }

  private Volume one(Path image) {
    Volume volume =
        Files.isDirectory(image) || foreign.is(image) ? foreign.read(image) : ImageFile.read(image);
    for (float v : volume.voxels()) {
      if (!Float.isFinite(v)) {
        throw new InputException(
            image + " holds voxels that are no number (NaN or infinite).",
            "a division by zero in an earlier step.",
            "replace them, for example by the smallest value.");
      }
    }
    return volume;
  }

  private static Volume joined(List<Volume> parts, int channels) {
    Volume first = parts.getFirst();
    float[] voxels = new float[Math.multiplyExact(channels, first.size().voxels())];
    int at = 0;
    for (Volume part : parts) {
      System.arraycopy(part.voxels(), 0, voxels, at, part.voxels().length);
      at += part.voxels().length;
    }
    return new Volume(first.size(), channels, first.geometry(), voxels);
  }

  /** Rec. 601 luma. */
  private static Volume grey(Volume colour) {
    int n = colour.size().voxels();
    float[] v = colour.voxels();
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = 0.299f * v[i] + 0.587f * v[n + i] + 0.114f * v[2 * n + i];
    }
    return Volume.of(colour.size(), colour.geometry(), out);
  }

  @Override
  public Truth truth(Truth known, Volume image) {
    if (labels.isEmpty()) {
      return known;
    }
    Path file = labels.get();
    LabelMap map =
        foreign.isLabels(file)
            ? named(file, image)
            : Orient.alike(readLabels(file), image, NEAR_MM);
    same(file, map.size().toString(), map.geometry(), image);
    // Within the tolerance the image's geometry counts: the two are one grid from here on.
    LabelMap onGrid = new LabelMap(map.size(), image.geometry(), map.labels());
    check(file, onGrid);
    return new Truth.Mask(onGrid);
  }

  private LabelMap named(Path file, Volume image) {
    Map<Integer, Integer> values = NamedLabels.values(file, foreign.structures(file), outlines);
    LabelMap map = foreign.labels(file, values.keySet(), images.getFirst(), image);
    return NamedLabels.renumbered(map, values);
  }

  static LabelMap readLabels(Path file) {
    return ImageFile.readLabels(file);
  }

  private void same(Path file, String size, Geometry geometry, Volume image) {
    String what = "";
    if (!size.equals(image.size().toString())) {
      what = "is " + size + " voxels, its image " + images.getFirst() + " " + image.size();
    } else if (!geometry.matches(image.geometry(), NEAR_MM)) {
      what = "lies on another grid than its image " + images.getFirst() + ": " + geometry;
    }
    if (!what.isEmpty()) {
      throw new InputException(
          file + " " + what + ".",
          "the label of another case, or an image that was resampled or reoriented without it.",
          "bring both onto one grid (labels by nearest neighbour).");
    }
  }

  private void check(Path file, LabelMap map) {
    if (outlines.instances()) {
      for (int label : map.labels()) {
        if (label < 0) {
          throw new InputException(
              file + " holds the object number " + label + ".", "", "number objects from 1.");
        }
      }
      return;
    }
    Map<Integer, List<Integer>> known = outlines.membership();
    TreeSet<Integer> strange = new TreeSet<>();
    int last = 0;
    for (int label : map.labels()) {
      if (label != last) {
        last = label;
        boolean ignored = outlines.ignore().isPresent() && outlines.ignore().get() == label;
        if (label != 0 && !ignored && !known.containsKey(label) && strange.size() < 8) {
          strange.add(label);
        }
      }
    }
    if (!strange.isEmpty()) {
      throw new InputException(
          "%s holds the label(s) %s, which are not among %s."
              .formatted(file, strange, new TreeSet<>(known.keySet())),
          "a label that dataset.json does not list, or another data set's label map.",
          "list them under 'labels' in dataset.json, or correct the file.");
    }
  }

  @Override
  public boolean outlined() {
    return labels.isPresent();
  }

  @Override
  public Optional<Path> origin() {
    return Optional.of(images.getFirst());
  }

  @Override
  public void digest(MessageDigest digest) {
    images.forEach(image -> digest(image, digest));
  }

  @Override
  public void digestTruth(MessageDigest digest) {
    labels.ifPresent(file -> digest(file, digest));
  }

  private static void digest(Path path, MessageDigest digest) {
    for (Path file : Files.isDirectory(path) ? inside(path) : List.of(path)) {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      } catch (IOException e) {
        throw new InputException(
            file + " cannot be read.", "it may have been moved.", "check the file.", e);
      }
    }
  }

  private static List<Path> inside(Path folder) {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> listed = Files.list(folder)) {
      listed.filter(Files::isRegularFile).sorted().forEach(files::add);
    } catch (IOException e) {
      throw new InputException(folder + " cannot be listed.", "", "check it.", e);
    }
    return files;
  }
}
