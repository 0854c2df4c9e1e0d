package io.osler.learn.plan;

import io.osler.core.config.InputException;
import io.osler.core.transform.Grey;
import io.osler.core.transform.Interpolation;
import io.osler.core.transform.Resize;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the planner needs to know of the images that training may see: never the test split.
 *
 * @param cases labelled cases outside the test split
 * @param validation those of them in the validation split
 * @param counts cases per class
 * @param mixed whether some images are grey and some in colour: all were made grey
 * @param size median lengths along each axis, in voxels
 * @param sameSize whether all images have that size
 * @param mean of all voxels looked at, per channel
 * @param deviation likewise
 * @param twoValued whether the images are masks: two values only
 * @param symmetry correlation of the mean image with its mirror along columns, rows, slices
 */
record Look(
    int cases,
    int validation,
    int[] counts,
    int channels,
    boolean mixed,
    Size size,
    boolean sameSize,
    double lowest,
    double highest,
    List<Double> mean,
    List<Double> deviation,
    boolean twoValued,
    double[] symmetry) {
  /** Images looked at: evenly spread over the set, enough for stable statistics. */
  private static final int MOST = 1_000;

  /** Values held at once: 256 MiB. */
  private static final double MOST_VALUES = 1 << 26;

  /** Side of the grid on which the mean image is formed. */
  private static final int GRID = 16;

  /** Volumes of two values, such as outlined organs: nothing but their shape is to be seen. */
  boolean shapes() {
    return twoValued && !size.is2d();
  }

  static Look at(DataSet data) {
    List<Entry> cases =
        data.entries().stream().filter(e -> e.split() != Split.TEST && e.isLabelled()).toList();
    if (cases.isEmpty()) {
      throw new InputException(
          data.name() + " has no labelled case outside the test split.",
          "",
          "add labelled training cases.");
    }
    List<Volume> images = new ArrayList<>();
    double stride = Math.max(1, cases.size() / (double) MOST);
    for (double i = 0; i < cases.size(); i += stride) {
      images.add(cases.get((int) i).sound().image());
      // Large images: fewer of them, so that they fit into memory at once.
      stride =
          Math.max(stride, cases.size() * (double) images.getLast().voxels().length / MOST_VALUES);
    }
    List<Integer> kinds = images.stream().map(Volume::channels).distinct().sorted().toList();
    boolean mixed = kinds.size() > 1;
    if (mixed && !kinds.equals(List.of(1, 3))) {
      throw new InputException(
          data.name() + " has images of " + kinds + " channels.",
          "images of different kinds.",
          "give images of one kind; grey ones (1) and colour ones (3) may be mixed.");
    }
    if (mixed) {
      images.replaceAll(new Grey()::apply);
    }
    int channels = images.getFirst().channels();
    Size median = median(images);
    double[] lowHigh = range(images);
    int validation = (int) cases.stream().filter(e -> e.split() == Split.VAL).count();
    return new Look(
        cases.size(),
        validation,
        counts(cases, data.labels().classes().size()),
        channels,
        mixed,
        median,
        images.stream().allMatch(image -> image.size().equals(images.getFirst().size())),
        lowHigh[0],
        lowHigh[1],
        moments(images, channels, false),
        moments(images, channels, true),
        twoValued(images),
        symmetry(images, median));
  }

  int rarest() {
    return Arrays.stream(counts).filter(n -> n > 0).min().orElse(0);
  }

  int commonest() {
    return Arrays.stream(counts).max().orElse(0);
  }

  private static int[] counts(List<Entry> cases, int classes) {
    int[] counts = new int[classes];
    for (Entry one : cases) {
      switch (one.truth()) {
        case Truth.Category(int index) -> counts[index]++;
        case Truth.Findings(var present) -> {
          for (int c = 0; c < classes; c++) {
            counts[c] += present.get(c) > 0.5 ? 1 : 0;
          }
        }
        default ->
            throw new InputException(
                one.id() + " has no class.", "", "use a data set with class labels.");
      }
    }
    return counts;
  }

  private static Size median(List<Volume> images) {
    int[] lengths = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      int a = axis;
      int[] sorted = images.stream().mapToInt(image -> image.size().get(a)).sorted().toArray();
      lengths[axis] = sorted[sorted.length / 2];
    }
    return new Size(lengths[0], lengths[1], lengths[2]);
  }

  private static double[] range(List<Volume> images) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Volume image : images) {
      for (float v : image.voxels()) {
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
    }
    return new double[] {low, high};
  }

  /** Mean per channel, or standard deviation (1 for a constant channel). */
  private static List<Double> moments(List<Volume> images, int channels, boolean second) {
    List<Double> moments = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      double squares = 0;
      long n = 0;
      for (Volume image : images) {
        int length = image.size().voxels();
        for (int i = c * length; i < (c + 1) * length; i++) {
          sum += image.voxels()[i];
          squares += (double) image.voxels()[i] * image.voxels()[i];
        }
        n += length;
      }
      double mean = sum / n;
      double deviation = Math.sqrt(Math.max(0, squares / n - mean * mean));
      moments.add(rounded(second ? (deviation > 0 ? deviation : 1) : mean));
    }
    return List.copyOf(moments);
  }

  /** To four significant digits: a plan is read by people. */
  static double rounded(double value) {
    return value == 0
        ? 0
        : new java.math.BigDecimal(value).round(new java.math.MathContext(4)).doubleValue();
  }

  private static boolean twoValued(List<Volume> images) {
    float first = images.getFirst().voxels()[0];
    float other = first;
    for (Volume image : images) {
      for (float v : image.voxels()) {
        if (v != first && other == first) {
          other = v;
        }
        if (v != first && v != other) {
          return false;
        }
      }
    }
    return true;
  }

  private static double[] symmetry(List<Volume> images, Size median) {
    Size grid =
        new Size(
            Math.min(GRID, median.width()),
            Math.min(GRID, median.height()),
            median.is2d() ? 1 : Math.min(GRID, median.depth()));
    double[] mean = new double[grid.voxels()];
    for (Volume image : images) {
      float[] small = new Resize(grid, Interpolation.AREA).apply(image).voxels();
      for (int i = 0; i < mean.length; i++) {
        mean[i] += small[i];
      }
    }
    double[] correlation = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      correlation[axis] = grid.get(axis) == 1 ? 0 : correlation(mean, mirrored(mean, grid, axis));
    }
    return correlation;
  }

  private static double[] mirrored(double[] image, Size grid, int axis) {
    double[] out = new double[image.length];
    for (int k = 0; k < grid.depth(); k++) {
      for (int j = 0; j < grid.height(); j++) {
        for (int i = 0; i < grid.width(); i++) {
          int mi = axis == 0 ? grid.width() - 1 - i : i;
          int mj = axis == 1 ? grid.height() - 1 - j : j;
          int mk = axis == 2 ? grid.depth() - 1 - k : k;
          out[grid.offset(i, j, k)] = image[grid.offset(mi, mj, mk)];
        }
      }
    }
    return out;
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElse(0);
    double meanB = Arrays.stream(b).average().orElse(0);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
  }
}
