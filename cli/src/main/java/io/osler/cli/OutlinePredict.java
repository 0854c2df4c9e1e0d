package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.core.io.Atomic;
import io.osler.core.io.LabelOut;
import io.osler.core.io.Nifti;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Options;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.data.Outlines;
import io.osler.learn.infer.Segmenter;
import io.osler.learn.infer.Spool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code osler predict} with a segmentation model: a label map for each image. One of several that
 * is refused keeps none of the others from theirs.
 */
final class OutlinePredict {
  private OutlinePredict() {}

  static void run(Bundle bundle, Path images, Path out, boolean probabilities) throws IOException {
    Outlines outlines = bundle.model().plan().outlining().outlines();
    Options options = Options.defaults().withForeign(new DicomImages()).withOutlines(outlines);
    DataSet data = DataSets.images(images, outlines, options);
    Map<Entry, Path> targets = new LinkedHashMap<>();
    for (Entry entry : data.entries()) {
      Path target =
          out.resolve(entry.id() + entry.source().origin().map(LabelOut::ending).orElse(".nii.gz"));
      if (Files.exists(target)) {
        throw new InputException(target + " exists already.", "", "choose another --out.");
      }
      targets.put(entry, target);
    }
    Atomic.probe(out);
    int threads = Runtime.getRuntime().availableProcessors();
    Segmenter segmenter = bundle.segmenter(threads);
    List<Entry> entries = data.entries();
    List<Object> cases = new ArrayList<>();
    List<Object> refused = new ArrayList<>();
    try (Ahead ahead = new Ahead(entries)) {
      for (int i = 0; i < entries.size(); i++) {
        Entry entry = entries.get(i);
        Path target = Optional.ofNullable(targets.get(entry)).orElseThrow();
        try {
          cases.add(predicted(segmenter, ahead, i, entry, target, probabilities));
          System.err.printf("%d of %d  %s%n", i + 1, entries.size(), target);
        } catch (InputException bad) {
          if (entries.size() == 1) {
            throw bad;
          }
          String why = Objects.toString(bad.getMessage(), "");
          refused.add(Map.of("id", entry.id(), "why", why));
          System.err.printf("%d of %d  refused: %s%n", i + 1, entries.size(), why);
        }
      }
    }
    if (!cases.isEmpty()) {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("model", bundle.model().name());
      summary.put("cases", cases);
      summary.put("refused", refused);
      byte[] json = Json.write(summary).getBytes(StandardCharsets.UTF_8);
      Atomic.replace(out.resolve("predictions.json"), json);
      System.out.printf("%d label map(s) written to %s%n", cases.size(), out);
    }
    if (!refused.isEmpty()) {
      throw new InputException(
          "%d of %d images were refused.".formatted(refused.size(), entries.size()),
          "a line above says of each what is wrong.",
          "mend them, and run them alone: the label maps of the others stand.");
    }
  }

  /** In a method of its own: nothing of this image is held while the next is read. */
  private static Map<String, Object> predicted(
      Segmenter segmenter, Ahead ahead, int index, Entry entry, Path target, boolean probabilities)
      throws IOException {
    try {
      Case one = ahead.at(index);
      Path out = Optional.ofNullable(target.getParent()).orElse(Path.of("."));
      Files.createDirectories(out); // not before an image could be read
      Segmenter.Outlined found =
          probabilities
              ? withProbabilities(segmenter, one, out)
              : segmenter.outline(one.image(), out, (_, _) -> {});
      LabelOut.replace(target, segmenter.decoded(found.coded()));
      return row(one.id(), target, found, segmenter.plan().outlining().outlines());
    } catch (OutOfMemoryError e) {
      throw new InputException(
          "%s needs more memory than the program has (%.1f GiB)."
              .formatted(
                  entry.source().origin().map(Path::toString).orElse(entry.id()),
                  Runtime.getRuntime().maxMemory() * 0x1p-30),
          "image, prepared image and label map lie in it together.",
          "give Java more with JDK_JAVA_OPTIONS=-Xmx8g, or cut the image into parts.",
          e);
    }
  }

  /** They lie in a file before they are written: NIfTI holds class after class. */
  private static Segmenter.Outlined withProbabilities(Segmenter segmenter, Case one, Path out) {
    Size size = one.image().size();
    Geometry geometry = one.image().geometry();
    Size slice = size.with(2, 1);
    int width = size.width();
    try (Spool spool = new Spool(out)) {
      Segmenter.Outlined found = segmenter.outline(one.image(), out, spool);
      Nifti.replace(
          out.resolve(one.id() + ".probabilities.nii.gz"),
          size,
          spool.channels(),
          geometry,
          Nifti.Store.FLOAT32,
          (c, k, into) -> spool.read(c, k, width, into, 0));
      float[] all = new float[spool.channels() * slice.voxels()];
      Nifti.replace(
          out.resolve(one.id() + ".entropy.nii.gz"),
          size,
          1,
          geometry,
          Nifti.Store.FLOAT32,
          (_, k, into) -> {
            for (int c = 0; c < spool.channels(); c++) {
              spool.read(c, k, width, all, c * slice.voxels());
            }
            Volume p = new Volume(slice, spool.channels(), geometry, all);
            float[] entropy = segmenter.uncertainty().entropy(p).voxels();
            System.arraycopy(entropy, 0, into, 0, into.length);
          });
      return found;
    }
  }

  private static long count(boolean[] mask) {
    long count = 0;
    for (boolean voxel : mask) {
      count += voxel ? 1 : 0;
    }
    return count;
  }

  private static Map<String, Object> row(
      String id, Path target, Segmenter.Outlined found, Outlines outlines) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id);
    row.put("file", String.valueOf(target.getFileName()));
    row.put("mean-entropy", found.entropy());
    LabelMap map = found.coded();
    OutlineCodec codec = new OutlineCodec(outlines);
    double ml = map.geometry().voxelVolume() / 1000;
    if (outlines.instances()) {
      int objects = 0;
      for (int label : map.labels()) {
        objects = Math.max(objects, label);
      }
      row.put("objects", objects);
      return row;
    }
    Map<String, Object> structures = new LinkedHashMap<>();
    for (int s = 0; s < outlines.structures().size(); s++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("volume-ml", count(codec.mask(map.labels(), s)) * ml);
      one.put("expected-dice", found.expectedDice().get(s));
      structures.put(outlines.structures().get(s).name(), one);
    }
    row.put("structures", structures);
    return row;
  }
}
