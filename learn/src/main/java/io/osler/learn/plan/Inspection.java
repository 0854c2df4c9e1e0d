package io.osler.learn.plan;

import io.osler.core.quality.Quality;
import io.osler.core.volume.Truth;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Labels;
import io.osler.learn.data.Split;
import io.osler.learn.plan.Fingerprint.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Goes through a data set once and draws up its fingerprint. */
final class Inspection {
  /** Voxels kept in all for the percentiles. */
  private static final int SAMPLES = 2_000_000;

  private final DataSet data;
  private final List<ImageFacts> images;

  Inspection(DataSet data) {
    this.data = data;
    int each = Math.clamp(SAMPLES / Math.max(1, data.size()), 16, 5_000);
    this.images =
        IntStream.range(0, data.size())
            .parallel()
            .mapToObj(i -> ImageFacts.of(data.entries().get(i), i, each))
            .toList();
  }

  Fingerprint fingerprint() {
    Map<String, Integer> splits = new LinkedHashMap<>();
    Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      if (data.has(split)) {
        DataSet part = data.only(split);
        splits.put(split.key(), part.size());
        counts.put(split.key(), counts(part));
      }
    }
    List<ImageFacts> readable = images.stream().filter(ImageFacts::isReadable).toList();
    boolean masks = !readable.isEmpty() && readable.stream().allMatch(image -> image.values() <= 2);
    ImageQuality quality = masks ? ImageQuality.NONE : quality();
    List<Fingerprint.Finding> findings = new ArrayList<>(new Faults(data, images, counts).list());
    findings.addAll(quality.findings());
    return new Fingerprint(
        data.name(),
        data.hash(),
        data.labels(),
        data.size(),
        (int) data.entries().stream().map(Entry::patient).distinct().count(),
        splits,
        counts,
        range(readable, image -> image.size().width()),
        range(readable, image -> image.size().height()),
        range(readable, image -> image.size().depth()),
        List.of(
            range(readable, image -> image.spacing()[0]),
            range(readable, image -> image.spacing()[1]),
            range(readable, image -> image.spacing()[2])),
        readable.stream().map(ImageFacts::channels).distinct().sorted().toList(),
        intensity(readable),
        masks,
        quality,
        findings);
  }

  private ImageQuality quality() {
    List<String> ids = new ArrayList<>();
    List<Quality> all = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      String id = data.entries().get(i).id();
      images
          .get(i)
          .quality()
          .ifPresent(
              one -> {
                ids.add(id);
                all.add(one);
              });
    }
    return ImageQuality.of(ids, all);
  }

  private static Map<String, Integer> counts(DataSet part) {
    Labels labels = part.labels();
    Map<String, Integer> counts = new LinkedHashMap<>();
    labels.classes().forEach(name -> counts.put(name, 0));
    for (Entry entry : part.entries()) {
      switch (entry.truth()) {
        case Truth.Category(int index) ->
            counts.merge(labels.classes().get(index), 1, Integer::sum);
        case Truth.Findings(List<Double> present) -> {
          for (int c = 0; c < present.size(); c++) {
            counts.merge(labels.classes().get(c), present.get(c) > 0.5 ? 1 : 0, Integer::sum);
          }
        }
        default -> {}
      }
    }
    return counts;
  }

  private static Range range(List<ImageFacts> images, ToDoubleFunction<ImageFacts> of) {
    double[] sorted = images.stream().mapToDouble(of).sorted().toArray();
    return sorted.length == 0
        ? new Range(0, 0, 0)
        : new Range(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
  }

  private static Fingerprint.Intensity intensity(List<ImageFacts> images) {
    int channels = images.stream().mapToInt(ImageFacts::channels).max().orElse(0);
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      double[] total = new double[3];
      for (ImageFacts image : images) {
        for (int m = 0; m < 3 && c < image.channels(); m++) {
          total[m] += image.moments()[c][m];
        }
      }
      double mean = total[1] / Math.max(1, total[0]);
      means.add(mean);
      deviations.add(Math.sqrt(Math.max(0, total[2] / Math.max(1, total[0]) - mean * mean)));
    }
    int length = images.stream().mapToInt(image -> image.sample().length).sum();
    float[] sample = new float[length];
    int at = 0;
    for (ImageFacts image : images) {
      System.arraycopy(image.sample(), 0, sample, at, image.sample().length);
      at += image.sample().length;
    }
    Arrays.parallelSort(sample);
    return new Fingerprint.Intensity(
        images.stream().mapToDouble(ImageFacts::low).min().orElse(0),
        images.stream().mapToDouble(ImageFacts::high).max().orElse(0),
        means,
        deviations,
        quantile(sample, 0.005),
        quantile(sample, 0.5),
        quantile(sample, 0.995));
  }

  private static double quantile(float[] sorted, double q) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.round(q * (sorted.length - 1))];
  }
}
