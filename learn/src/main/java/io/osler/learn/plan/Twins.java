package io.osler.learn.plan;

import io.osler.core.quality.PerceptualHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Pairs of images that are the same, to the pixel or nearly.
 *
 * <p>Near: the correlation of 16 × 16 (3-D: 8 × 8 × 8) thumbnails is at least 0.999. As |a − b|² =
 * 2 − 2r for vectors of unit length, a pair must lie within √0.002 of each other on any projection,
 * so only neighbours on the projection of the widest spread are compared; nothing is missed. Each
 * image is paired with the first one of its kind only.
 */
final class Twins {
  private static final double CORRELATION = 0.999;

  private Twins() {}

  /** Two positions in the set, {@code first < second}. */
  record Pair(int first, int second) {}

  static List<Pair> exact(List<ImageFacts> images) {
    Map<String, Integer> seen = new HashMap<>();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      if (images.get(i).isReadable()) {
        Integer before = seen.putIfAbsent(images.get(i).hash(), i);
        if (before != null) {
          pairs.add(new Pair(before, i));
        }
      }
    }
    return pairs;
  }

  /** Near pairs that are not equal to the pixel. */
  static List<Pair> near(List<ImageFacts> images) {
    Map<Integer, List<Integer>> bySize = new HashMap<>();
    for (int i = 0; i < images.size(); i++) {
      int length = images.get(i).thumbnail().length;
      if (length > 0) {
        bySize.computeIfAbsent(length, _ -> new ArrayList<>()).add(i);
      }
    }
    List<Pair> pairs = new ArrayList<>();
    for (List<Integer> alike : bySize.values()) {
      pairs.addAll(near(images, alike));
    }
    pairs.sort(Comparator.comparingInt(Pair::second).thenComparingInt(Pair::first));
    List<Pair> firsts = new ArrayList<>();
    int last = -1;
    for (Pair pair : pairs) {
      if (pair.second() != last) {
        firsts.add(pair);
        last = pair.second();
      }
    }
    return firsts;
  }

  /** Pairs of like perceptual hashes whose second image is no exact or near twin already. */
  static List<Pair> alike(List<ImageFacts> images) {
    Set<Integer> told = new HashSet<>();
    exact(images).forEach(pair -> told.add(pair.second()));
    near(images).forEach(pair -> told.add(pair.second()));
    return PerceptualHash.pairs(images.stream().map(ImageFacts::look).toList()).stream()
        .filter(pair -> !told.contains(pair.second()))
        .map(pair -> new Pair(pair.first(), pair.second()))
        .toList();
  }

  private static List<Pair> near(List<ImageFacts> images, List<Integer> alike) {
    int axis = widest(images, alike);
    float[] ones = images.get(alike.getFirst()).thumbnail();
    double[] direction = direction(ones.length, axis);
    double[] place = new double[images.size()];
    alike.forEach(i -> place[i] = dot(images.get(i).thumbnail(), direction));
    List<Integer> order =
        alike.stream().sorted(Comparator.comparingDouble((Integer i) -> place[i])).toList();
    double reach = Math.sqrt(2 - 2 * CORRELATION) + 1e-6;
    return IntStream.range(0, order.size())
        .parallel()
        .boxed()
        .flatMap(
            n -> {
              List<Pair> found = new ArrayList<>();
              int a = order.get(n);
              for (int m = n + 1; m < order.size(); m++) {
                int b = order.get(m);
                if (place[b] - place[a] > reach) {
                  break;
                }
                if (areNear(images.get(a), images.get(b))) {
                  found.add(new Pair(Math.min(a, b), Math.max(a, b)));
                }
              }
              return found.stream();
            })
        .toList();
  }

  private static boolean areNear(ImageFacts a, ImageFacts b) {
    float[] x = a.thumbnail();
    float[] y = b.thumbnail();
    double limit = 2 - 2 * CORRELATION;
    double distance = 0;
    // In pieces: nearly all pairs are told apart by the first.
    for (int from = 0; from < x.length; from += 32) {
      for (int i = from; i < from + 32; i++) {
        float d = x[i] - y[i];
        distance += d * d;
      }
      if (distance > limit) {
        return false;
      }
    }
    return !a.hash().equals(b.hash());
  }

  /** The smooth direction along which this set spreads most: one of a few cosines. */
  private static int widest(List<ImageFacts> images, List<Integer> alike) {
    int best = 1;
    double most = -1;
    int length = images.get(alike.getFirst()).thumbnail().length;
    for (int axis = 0; axis < 8; axis++) {
      double[] direction = direction(length, axis);
      double sum = 0;
      double squares = 0;
      for (int i : alike) {
        double p = dot(images.get(i).thumbnail(), direction);
        sum += p;
        squares += p * p;
      }
      double spread = squares / alike.size() - sum / alike.size() * (sum / alike.size());
      if (spread > most) {
        most = spread;
        best = axis;
      }
    }
    return best;
  }

  /** Unit vectors: cosines over the columns (even axes) and over the rows (odd axes). */
  private static double[] direction(int length, int axis) {
    int side = length == 512 ? 8 : 16;
    double[] direction = new double[length];
    double norm = 0;
    for (int i = 0; i < length; i++) {
      int at = axis % 2 == 0 ? i % side : i / side % side;
      direction[i] = Math.cos(Math.PI * (at + 0.5) * (axis / 2 + 1) / side);
      norm += direction[i] * direction[i];
    }
    for (int i = 0; i < length; i++) {
      direction[i] /= Math.sqrt(norm);
    }
    return direction;
  }

  private static double dot(float[] a, double[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
    }
    return dot;
  }
}
