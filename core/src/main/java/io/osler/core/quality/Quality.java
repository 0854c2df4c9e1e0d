package io.osler.core.quality;

import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How good one image is, of its first channel; slices are taken one by one. Every value is 0 for a
 * constant image.
 *
 * @param mean of all voxels
 * @param deviation of all voxels
 * @param contrast the 95th less the 5th percentile, in the image's unit
 * @param noise σ of white noise as a share of the contrast: √(π/2)/(6·n)·Σ|I ∗ N|, N the difference
 *     of two Laplacians (Immerkær 1996)
 * @param sharpness variance of the Laplacian over the variance of the image: blurring lowers it
 * @param clipped share of voxels at the highest value, where it is more than one voxel's
 * @param ghosting |rim above and below − rim left and right| / 2 mean signal, of the outer tenth: a
 *     moving patient repeats along the phase-encoding axis (ACR's ghosting ratio)
 * @param wrapping how alike opposite borders are where both hold signal: r·share, 0 when the border
 *     is empty or r is within three deviations of chance; anatomy that leaves one side and returns
 *     on the other is continuous across it
 */
public record Quality(
    double mean,
    double deviation,
    double contrast,
    double noise,
    double sharpness,
    double clipped,
    double ghosting,
    double wrapping) {
  /** The names of {@link #values}. */
  public static final List<String> NAMES =
      List.of(
          "mean", "deviation", "contrast", "noise", "sharpness", "clipped", "ghosting", "wrapping");

  /** Robust z beyond which an image stands out (Iglewicz &amp; Hoaglin 1993). */
  private static final double OUTLYING = 3.5;

  /** Shares of noise, clipping, ghosting and wrapping differ visibly from here. */
  private static final double[] LEAST = {0, 0, 0, 0.01, 0, 0.01, 0.05, 0.1};

  public double[] values() {
    return new double[] {mean, deviation, contrast, noise, sharpness, clipped, ghosting, wrapping};
  }

  /** Refuses nothing: values that are not finite are left out of the moments. */
  public static Quality of(Volume image) {
    Size size = image.size();
    int n = size.voxels();
    float[] v = Arrays.copyOf(image.voxels(), n);
    for (int i = 0; i < n; i++) {
      v[i] = Float.isFinite(v[i]) ? v[i] : 0;
    }
    float[] sorted = v.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (float x : v) {
      sum += x;
    }
    double mean = sum / n;
    double squares = 0;
    int top = 0;
    for (float x : v) {
      squares += (x - mean) * (x - mean);
      top += x == sorted[n - 1] ? 1 : 0;
    }
    double variance = squares / n;
    double contrast = at(sorted, 0.95) - at(sorted, 0.05);
    if (!(variance > 0)) {
      return new Quality(mean, 0, 0, 0, 0, 0, 0, 0);
    }
    double scale = contrast > 0 ? contrast : Math.sqrt(variance);
    Rims rims = Rims.of(v, size, at(sorted, 0.5));
    return new Quality(
        mean,
        Math.sqrt(variance),
        contrast,
        noise(v, size) / scale,
        laplacian(v, size) / variance,
        top > 1 ? (double) top / n : 0,
        rims.ghosting(mean - sorted[0], sorted[0]),
        rims.wrapping());
  }

  private static double at(float[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }

  private static double noise(float[] v, Size size) {
    int w = size.width();
    int h = size.height();
    if (w < 3 || h < 3) {
      return 0;
    }
    double sum = 0;
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 1; j < h - 1; j++) {
        for (int i = 1; i < w - 1; i++) {
          int at = size.offset(i, j, k);
          double value =
              v[at - w - 1]
                  + v[at - w + 1]
                  + v[at + w - 1]
                  + v[at + w + 1]
                  - 2 * ((double) v[at - 1] + v[at + 1] + v[at - w] + v[at + w])
                  + 4.0 * v[at];
          sum += Math.abs(value);
        }
      }
    }
    return Math.sqrt(Math.PI / 2) / (6.0 * (w - 2) * (h - 2) * size.depth()) * sum;
  }

  /** Variance of the in-plane Laplacian away from the border. */
  private static double laplacian(float[] v, Size size) {
    int w = size.width();
    int h = size.height();
    double sum = 0;
    double squares = 0;
    long n = 0;
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 1; j < h - 1; j++) {
        for (int i = 1; i < w - 1; i++) {
          int at = size.offset(i, j, k);
          double value = (double) v[at - 1] + v[at + 1] + v[at - w] + v[at + w] - 4.0 * v[at];
          sum += value;
          squares += value * value;
          n++;
        }
      }
    }
    return n == 0 ? 0 : squares / n - sum / n * (sum / n);
  }

  /**
   * For each image, the names of values that stand out from the others': {@link #scores} beyond 3.5
   * either way.
   */
  public static List<List<String>> outliers(List<Quality> all) {
    List<List<String>> out = new ArrayList<>();
    for (double[] scores : scores(all)) {
      List<String> names = new ArrayList<>();
      for (int f = 0; f < scores.length; f++) {
        if (Math.abs(scores[f]) > OUTLYING) {
          names.add(NAMES.get(f));
        }
      }
      out.add(names);
    }
    return out;
  }

  /**
   * (x − median) / s per image and value; s is 1.4826 times the median distance from the median, or
   * 1.2533 times the mean distance where more than half of the images are equal (Iglewicz &amp;
   * Hoaglin 1993). Differences that nobody would see score 0.
   */
  public static double[][] scores(List<Quality> all) {
    double[][] scores = new double[all.size()][NAMES.size()];
    for (int f = 0; f < NAMES.size(); f++) {
      int feature = f;
      double[] values = all.stream().mapToDouble(q -> q.values()[feature]).toArray();
      double median = median(values);
      double[] away = Arrays.stream(values).map(x -> Math.abs(x - median)).toArray();
      double spread = 1.4826 * median(away);
      if (!(spread > 1e-9 * Math.abs(median))) {
        spread = 1.2533 * Arrays.stream(away).average().orElse(0);
      }
      for (int i = 0; i < values.length && spread > 0; i++) {
        scores[i][f] = away[i] > LEAST[f] ? (values[i] - median) / spread : 0;
      }
    }
    return scores;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n == 0 ? 0 : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
