package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Volume;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Piecewise linear: each channel's own percentiles go to the standard scale's landmarks, the outer
 * pieces run on as straight lines. A channel whose percentiles coincide gets the mean of the
 * landmarks that fall together. Memory: two copies of the image and one of a channel.
 */
@About(
    value = "Standardises intensities by landmarks learnt over a set of images.",
    source = "Nyúl, Udupa & Zhang 2000")
public record Nyul(
    @About("ascending") @Unit("percent") @Default("[1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99]")
        List<Double> percentiles,
    @About("where they go, ascending") List<Double> landmarks)
    implements Intensity {
  public Nyul {
    percentiles = List.copyOf(percentiles);
    landmarks = List.copyOf(landmarks);
    Require.that(
        percentiles.size() >= 2 && percentiles.size() == landmarks.size(),
        "landmarks",
        landmarks,
        "as many as percentiles has, at least two");
    for (int i = 0; i < percentiles.size(); i++) {
      Require.within("percentiles", percentiles.get(i), 0, 100);
      Require.that(
          i == 0
              || (percentiles.get(i) > percentiles.get(i - 1)
                  && landmarks.get(i) >= landmarks.get(i - 1)),
          "percentiles and landmarks",
          percentiles.get(i) + ", " + landmarks.get(i),
          "ascending numbers");
    }
  }

  /**
   * The standard scale of a set: each image's percentiles, stretched so that the outer two lie at
   * {@code low} and {@code high}, averaged. First channel only.
   */
  public static Nyul learn(
      Stream<Volume> images, List<Double> percentiles, double low, double high) {
    double[] sum = new double[percentiles.size()];
    long[] count = new long[1];
    images.forEach(
        image -> {
          float[] v = Channels.finite(image, "nyul").voxels();
          double[] own = own(Arrays.copyOf(v, image.size().voxels()), percentiles);
          double range = own[own.length - 1] - own[0];
          if (range > 0) {
            for (int i = 0; i < own.length; i++) {
              sum[i] += low + (own[i] - own[0]) / range * (high - low);
            }
            count[0]++;
          }
        });
    Require.that(count[0] > 0, "images", "none with any contrast", "at least one to learn from");
    return new Nyul(percentiles, Arrays.stream(sum).map(s -> s / count[0]).boxed().toList());
  }

  private static double[] own(float[] voxels, List<Double> percentiles) {
    Arrays.sort(voxels);
    return percentiles.stream().mapToDouble(p -> PercentileWindow.percentile(voxels, p)).toArray();
  }

  @Override
  public Volume apply(Volume image) {
    return Channels.each(
        Channels.finite(image, "nyul"),
        (in, from, to, out) -> {
          Knots k = Knots.of(own(Arrays.copyOfRange(in, from, to), percentiles), landmarks);
          for (int v = from; v < to; v++) {
            out[v] = (float) k.at(in[v]);
          }
        });
  }

  /** Strictly ascending x, with y. */
  private record Knots(double[] x, double[] y) {
    static Knots of(double[] own, List<Double> landmarks) {
      double[] x = new double[own.length];
      double[] y = new double[own.length];
      int n = 0;
      for (int start = 0; start < own.length; ) {
        int end = start;
        double sum = 0;
        while (end < own.length && own[end] == own[start]) {
          sum += landmarks.get(end++);
        }
        x[n] = own[start];
        y[n++] = sum / (end - start);
        start = end;
      }
      return new Knots(Arrays.copyOf(x, n), Arrays.copyOf(y, n));
    }

    double at(double v) {
      int n = x.length;
      if (n == 1) {
        return y[0];
      }
      int found = Arrays.binarySearch(x, v);
      int right = Math.clamp(found >= 0 ? found : -found - 1, 1, n - 1);
      double slope = (y[right] - y[right - 1]) / (x[right] - x[right - 1]);
      return y[right - 1] + (v - x[right - 1]) * slope;
    }
  }
}
