package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Parts;
import io.osler.core.volume.Volume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * G⁻¹(F(v)) per channel: F the channel's cumulative distribution, G the reference's, both counting
 * values up to and with v; linear between the reference's values. Memory: two copies of the image
 * and two of a channel.
 */
@About(
    value = "Gives an image the histogram of a reference.",
    source = "Gonzalez & Woods; scikit-image match_histograms")
public record MatchHistogram(
    @About("intensities of the reference, ascending") @Unit("the image's") List<Double> values,
    @About("share of the reference up to each of them, ending in 1") List<Double> shares)
    implements Intensity {
  private static final int PART = 1 << 14;

  public MatchHistogram {
    values = List.copyOf(values);
    shares = List.copyOf(shares);
    Require.that(
        !values.isEmpty() && values.size() == shares.size(),
        "shares",
        shares.size() + " numbers",
        "as many as values has, at least one");
    for (int i = 1; i < values.size(); i++) {
      Require.that(
          values.get(i) > values.get(i - 1) && shares.get(i) > shares.get(i - 1),
          "values and shares",
          values.get(i) + ", " + shares.get(i),
          "strictly ascending numbers");
    }
  }

  /** The histogram of all voxels of a reference; at most {@code most} values, evenly thinned. */
  public static MatchHistogram to(Volume reference, int most) {
    Require.within("most", most, 2, 1 << 20);
    float[] sorted = Channels.finite(reference, "match-histogram").voxels().clone();
    Arrays.parallelSort(sorted);
    List<Double> values = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    int distinct = 1;
    for (int i = 1; i < sorted.length; i++) {
      distinct += sorted[i] > sorted[i - 1] ? 1 : 0;
    }
    double step = distinct > most ? 1.0 / most : 0; // values are left out only where there are more
    double next = 0;
    for (int i = 0; i < sorted.length; i++) {
      boolean last = i == sorted.length - 1;
      double share = (i + 1.0) / sorted.length;
      if (last || (sorted[i + 1] > sorted[i] && share >= next)) {
        values.add((double) sorted[i]);
        shares.add(share);
        next = share + step;
      }
    }
    return new MatchHistogram(values, shares);
  }

  @Override
  public Volume apply(Volume image) {
    double[] xs = shares.stream().mapToDouble(Double::doubleValue).toArray();
    double[] ys = values.stream().mapToDouble(Double::doubleValue).toArray();
    return Channels.each(
        Channels.finite(image, "match-histogram"),
        (in, from, to, out) -> {
          float[] values = Arrays.copyOfRange(in, from, to);
          Arrays.parallelSort(values);
          float[] mapped = new float[values.length];
          int n = 0;
          for (int i = 0; i < values.length; i++) {
            if (i + 1 == values.length || values[i] != values[i + 1]) {
              mapped[n] = (float) Piecewise.at((i + 1.0) / values.length, xs, ys);
              values[n++] = values[i];
            }
          }
          int distinct = n;
          Parts.each(
              (to - from + PART - 1) / PART,
              p -> {
                for (int v = from + p * PART; v < Math.min(to, from + (p + 1) * PART); v++) {
                  out[v] = mapped[Arrays.binarySearch(values, 0, distinct, in[v])];
                }
              });
        });
  }
}
