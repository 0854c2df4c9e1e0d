package io.osler.core.harmony;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.core.volume.Volume;
import java.util.Arrays;
import java.util.List;

/**
 * Histogram landmarks by site: each site's mean percentiles, and the mean of the sites' means. An
 * image is mapped by the straight pieces that carry its site's landmarks to the common ones; beyond
 * the outer ones the outer piece runs on. Nyúl &amp; Udupa 1999, per site instead of per image, so
 * that differences between patients of one site stay.
 *
 * @param bySite landmarks of each site, ascending
 */
public record SiteLandmarks(List<double[]> bySite, double[] common) {
  private static final double[] PERCENTILES = {1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99};

  /** The landmarks of one image: percentiles of all its voxels. */
  public static double[] of(Volume image) {
    float[] sorted = image.voxels().clone();
    Arrays.sort(sorted);
    if (!Float.isFinite(sorted[0]) || !Float.isFinite(sorted[sorted.length - 1])) {
      throw new InputException(
          "The image holds NaN or infinite values.", "a damaged file.", "replace them first.");
    }
    double[] landmarks = new double[PERCENTILES.length];
    for (int p = 0; p < landmarks.length; p++) {
      double at = PERCENTILES[p] / 100 * (sorted.length - 1);
      int low = (int) at;
      int high = Math.min(low + 1, sorted.length - 1);
      landmarks[p] = sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }
    return landmarks;
  }

  /** Learns from every image's landmarks. */
  public static SiteLandmarks fit(List<double[]> landmarks, int[] site) {
    Require.that(
        landmarks.size() == site.length && site.length > 0,
        "site",
        site.length + " numbers",
        "one per image");
    int sites = Arrays.stream(site).max().orElse(0) + 1;
    double[][] mean = new double[sites][PERCENTILES.length];
    int[] count = new int[sites];
    for (int i = 0; i < site.length; i++) {
      count[site[i]]++;
      for (int p = 0; p < PERCENTILES.length; p++) {
        mean[site[i]][p] += landmarks.get(i)[p];
      }
    }
    double[] common = new double[PERCENTILES.length];
    for (int s = 0; s < sites; s++) {
      for (int p = 0; p < common.length; p++) {
        mean[s][p] /= Math.max(1, count[s]);
        common[p] += mean[s][p] / sites;
      }
    }
    return new SiteLandmarks(List.of(mean), common);
  }

  public Volume apply(Volume image, int site) {
    double[] from = bySite.get(site);
    float[] out = new float[image.voxels().length];
    for (int v = 0; v < out.length; v++) {
      out[v] = (float) mapped(image.voxels()[v], from);
    }
    return image.with(out);
  }

  private double mapped(double value, double[] from) {
    int piece = 1;
    while (piece < from.length - 1 && value > from[piece]) {
      piece++;
    }
    double width = from[piece] - from[piece - 1];
    // Landmarks that fall together, as in a black background: their first common one.
    return width > 0
        ? common[piece - 1]
            + (value - from[piece - 1]) / width * (common[piece] - common[piece - 1])
        : common[piece - 1] + (value - from[piece - 1]);
  }
}
