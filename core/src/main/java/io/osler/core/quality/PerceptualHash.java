package io.osler.core.quality;

import io.osler.core.transform.Interpolation;
import io.osler.core.transform.Resize;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * bit b = [C_b &gt; median of C], C the 64 lowest frequencies of the cosine transform of the
 * image's mean over channels on a grid of 32 × 32 (in 3-D 4 × 4 × 4 of 16³): what stays when an
 * image is stored again, resized, brightened or lightly denoised. The 2-D hash of a 32 × 32 image
 * is ImageHash's {@code phash}; the first sign is the highest bit.
 *
 * @param bits the signs, row by row
 * @param low the frequencies but the first, of unit length: their products say how alike images
 *     are. Taken over: nobody writes to it again
 */
public record PerceptualHash(long bits, float[] low) {
  /** Signs by which images that count as alike may differ. */
  public static final int MOST_DISTANCE = 6;

  /** Correlation of low frequencies from which such images count as alike. */
  public static final double LEAST_LIKENESS = 0.98;

  private static final int SIGNS = 64;

  /** Candidates in a group at most: images of one view may share their signs. */
  private static final int MOST_CANDIDATES = 2000;

  /** Empty for an image that is constant, or not finite somewhere. */
  public static Optional<PerceptualHash> of(Volume image) {
    int side = image.is2d() ? 32 : 16;
    int kept = image.is2d() ? 8 : 4;
    Size grid = new Size(side, side, image.is2d() ? 1 : side);
    float[] small = new Resize(grid, Interpolation.AREA).apply(image).voxels();
    double[] grey = new double[grid.voxels()];
    for (int i = 0; i < small.length; i++) {
      grey[i % grey.length] += small[i] / image.channels();
    }
    double[] c = lowest(grey, side, kept, image.is2d() ? 2 : 3);
    float[] low = new float[SIGNS - 1];
    double norm = 0;
    for (int i = 1; i < SIGNS; i++) {
      norm += c[i] * c[i];
    }
    if (!(norm > 1e-12 * c[0] * c[0]) || Double.isInfinite(norm)) {
      return Optional.empty();
    }
    for (int i = 1; i < SIGNS; i++) {
      low[i - 1] = (float) (c[i] / Math.sqrt(norm));
    }
    double[] sorted = c.clone();
    Arrays.sort(sorted);
    double median = (sorted[SIGNS / 2 - 1] + sorted[SIGNS / 2]) / 2;
    long bits = 0;
    for (double value : c) {
      bits = bits << 1 | (value > median ? 1 : 0);
    }
    return Optional.of(new PerceptualHash(bits, low));
  }

  /** The cosine transform (II, not scaled) along each axis; only the first terms are formed. */
  private static double[] lowest(double[] grey, int side, int kept, int axes) {
    double[] now = grey;
    int inner = 1;
    for (int axis = 0; axis < axes; axis++) {
      int outer = now.length / (inner * side);
      double[] next = new double[outer * kept * inner];
      for (int o = 0; o < outer; o++) {
        for (int f = 0; f < kept; f++) {
          for (int x = 0; x < side; x++) {
            double wave = Math.cos(Math.PI * f * (2 * x + 1) / (2.0 * side));
            for (int i = 0; i < inner; i++) {
              next[(o * kept + f) * inner + i] += wave * now[(o * side + x) * inner + i];
            }
          }
        }
      }
      now = next;
      inner *= kept;
    }
    return now;
  }

  /** Signs that differ, 0 to 64. */
  public int distance(PerceptualHash other) {
    return Long.bitCount(bits ^ other.bits);
  }

  /** Product of the unit vectors of low frequencies, −1 to 1. */
  public double likeness(PerceptualHash other) {
    double sum = 0;
    for (int i = 0; i < low.length; i++) {
      sum += (double) low[i] * other.low[i];
    }
    return sum;
  }

  public boolean isLike(PerceptualHash other) {
    return distance(other) <= MOST_DISTANCE && likeness(other) >= LEAST_LIKENESS;
  }

  /** Two positions in a list, {@code first < second}. */
  public record Pair(int first, int second) {}

  /**
   * Each image with the first one before it that {@link #isLike}. Of two that differ in at most six
   * of 64 signs, one of seven groups of signs is equal: only those are compared.
   */
  public static List<Pair> pairs(List<Optional<PerceptualHash>> all) {
    Map<Long, List<Integer>> seen = new HashMap<>();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isEmpty()) {
        continue;
      }
      PerceptualHash hash = all.get(i).get();
      int first = i;
      for (int group = 0; group <= MOST_DISTANCE; group++) {
        List<Integer> there = seen.computeIfAbsent(key(hash.bits, group), _ -> new ArrayList<>());
        for (int candidate : there) {
          if (candidate < first && all.get(candidate).filter(hash::isLike).isPresent()) {
            first = candidate;
          }
        }
        if (there.size() < MOST_CANDIDATES) {
          there.add(i);
        }
      }
      if (first < i) {
        pairs.add(new Pair(first, i));
      }
    }
    return pairs;
  }

  /** One of seven groups of nine or ten signs, with its number above them. */
  private static long key(long bits, int group) {
    int from = group * SIGNS / (MOST_DISTANCE + 1);
    int to = (group + 1) * SIGNS / (MOST_DISTANCE + 1);
    return (long) group << 32 | bits >>> from & (1L << to - from) - 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PerceptualHash that
        && bits == that.bits
        && Arrays.equals(low, that.low);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(bits);
  }

  @Override
  public String toString() {
    return "%016x".formatted(bits);
  }
}
