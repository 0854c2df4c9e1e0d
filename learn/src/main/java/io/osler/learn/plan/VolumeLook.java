package io.osler.learn.plan;

import io.osler.core.transform.CropToForeground;
import io.osler.core.transform.Orient;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Outlines;
import io.osler.learn.data.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A labelled set seen through planning's eyes: every case is read once, only facts are kept. */
record VolumeLook(Outlines outlines, List<VolumeFacts> facts) {
  private static final int SAMPLES = 4000;

  /** Training and validation cases; the test split is never looked at. */
  static VolumeLook at(DataSet data) {
    Outlines outlines = data.outlines().orElseThrow();
    List<Entry> entries =
        data.entries().stream()
            .filter(Entry::isLabelled)
            .filter(entry -> entry.split() != Split.TEST)
            .toList();
    return new VolumeLook(
        outlines, entries.parallelStream().map(entry -> facts(outlines, entry.load())).toList());
  }

  static VolumeFacts facts(Outlines outlines, Case loaded) {
    Case upright = new Orient("LPS").apply(loaded);
    Case one = cropped(upright);
    Volume image = one.image();
    Truth truth = one.truth();
    LabelMap map = ((Truth.Mask) truth).map();
    Map<Integer, List<Integer>> membership = outlines.membership();
    Map<Integer, Long> perLabel = new HashMap<>();
    Map<Integer, double[]> sums = new HashMap<>();
    Size size = map.size();
    int v = 0;
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++, v++) {
          int label = map.labels()[v];
          if (label != 0) {
            perLabel.merge(label, 1L, Long::sum);
            double[] sum = sums.computeIfAbsent(label, _ -> new double[3]);
            sum[0] += i;
            sum[1] += j;
            sum[2] += k;
          }
        }
      }
    }
    Map<Integer, Long> voxels = new HashMap<>();
    Map<Integer, double[]> gravity = new HashMap<>();
    perLabel.forEach(
        (label, n) -> {
          for (int s :
              outlines.instances() ? List.of(0) : membership.getOrDefault(label, List.of())) {
            voxels.merge(s, n, Long::sum);
            double[] add = sums.getOrDefault(label, new double[3]);
            double[] to = gravity.computeIfAbsent(s, _ -> new double[3]);
            for (int a = 0; a < 3; a++) {
              to[a] += add[a];
            }
          }
        });
    Map<Integer, Vec3> middles = new HashMap<>();
    gravity.forEach(
        (s, sum) -> {
          double n = voxels.getOrDefault(s, 1L);
          middles.put(s, new Vec3(sum[0] / n, sum[1] / n, sum[2] / n));
        });
    double[] areas = perLabel.values().stream().mapToDouble(Long::doubleValue).sorted().toArray();
    return new VolumeFacts(
        loaded.id(),
        upright.image().size(),
        image.size(),
        image.geometry().spacing(),
        sample(image, map.labels(), true),
        sample(image, map.labels(), false),
        voxels,
        middles,
        outlines.instances() ? perLabel.size() : 0,
        outlines.instances() && areas.length > 0 ? areas[areas.length / 2] : 0);
  }

  /** Without the empty rim, where zero is the least value there is: not in CT. */
  private static Case cropped(Case one) {
    for (float v : one.image().voxels()) {
      if (v < 0) {
        return one;
      }
    }
    return new CropToForeground(0, 0).apply(one);
  }

  private static float[][] sample(Volume image, int[] labels, boolean foreground) {
    int[] places = new int[labels.length];
    int n = 0;
    for (int v = 0; v < labels.length; v++) {
      if (!foreground || labels[v] > 0) {
        places[n++] = v;
      }
    }
    int taken = Math.min(n, SAMPLES);
    float[][] out = new float[image.channels()][taken];
    for (int c = 0; c < out.length; c++) {
      for (int t = 0; t < taken; t++) {
        out[c][t] = image.voxels()[c * labels.length + places[(int) ((long) t * n / taken)]];
      }
    }
    return out;
  }

  int channels() {
    return outlines.channels().size();
  }

  int cases() {
    return facts.size();
  }

  /** Every image has one slice. */
  boolean flat() {
    return facts.stream().allMatch(one -> one.whole().is2d());
  }

  /** The q-th percentile over cases of the spacing along an axis. */
  double spacing(int axis, double percentile) {
    return percentile(facts.stream().mapToDouble(f -> f.spacing().get(axis)).toArray(), percentile);
  }

  /** Median length after cutting, in stored voxels. */
  double length(int axis) {
    return percentile(facts.stream().mapToDouble(f -> f.size().get(axis)).toArray(), 50);
  }

  /** Median length at a spacing. */
  double length(int axis, Vec3 spacing) {
    return percentile(
        facts.stream()
            .mapToDouble(
                f -> Math.rint(f.size().get(axis) * f.spacing().get(axis) / spacing.get(axis)))
            .toArray(),
        50);
  }

  /** Median share of the image that is left after cutting. */
  double kept() {
    return percentile(
        facts.stream().mapToDouble(f -> (double) f.size().voxels() / f.whole().voxels()).toArray(),
        50);
  }

  /** Rising intensities of one channel, inside structures or anywhere. */
  float[] intensities(int channel, boolean foreground) {
    List<float[]> parts = new ArrayList<>();
    int n = 0;
    for (VolumeFacts one : facts) {
      float[] part = (foreground ? one.sample() : one.background())[channel];
      parts.add(part);
      n += part.length;
    }
    float[] all = new float[n];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    Arrays.sort(all);
    return all;
  }

  /**
   * How constantly the structures stand in one order along an axis: the greatest share, over pairs
   * of structures, of cases in which the first lies before the second, or after it; ½ without a
   * pair.
   */
  double order(int axis) {
    int n = Math.min(outlines.structures().size(), 40);
    double most = 0.5;
    for (int a = 0; a < n; a++) {
      for (int b = a + 1; b < n; b++) {
        int before = 0;
        int after = 0;
        int both = 0;
        for (VolumeFacts one : facts) {
          if (one.middles().containsKey(a) && one.middles().containsKey(b)) {
            both++;
            double first = one.middles().getOrDefault(a, Vec3.ZERO).get(axis);
            double second = one.middles().getOrDefault(b, Vec3.ZERO).get(axis);
            before += first < second ? 1 : 0;
            after += first > second ? 1 : 0;
          }
        }
        if (both >= 10) {
          most = Math.max(most, Math.max(before, after) / (double) both);
        }
      }
    }
    return most;
  }

  static double percentile(double[] values, double percentile) {
    double[] rising = values.clone();
    Arrays.sort(rising);
    double rank = percentile / 100 * (rising.length - 1);
    int below = (int) Math.floor(rank);
    int above = Math.min(below + 1, rising.length - 1);
    return rising[below] + (rank - below) * (rising[above] - rising[below]);
  }
}
