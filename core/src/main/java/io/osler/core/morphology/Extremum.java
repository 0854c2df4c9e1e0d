package io.osler.core.morphology;

import io.osler.core.parallel.Rows;
import io.osler.core.transform.Voxel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.List;

/**
 * Grey erosion min over b of v(x + b) and dilation max over b of v(x − b); what lies outside the
 * image never wins. Elements go slab by slab, run by run; boxes go axis by axis, large balls on
 * images of two values through the distance transform.
 */
public final class Extremum {
  private static final int LARGE = 6;
  private static final int SLAB = 16;

  private Extremum() {}

  /** With a shape, or with {@code offsets} where there are any. */
  static float[] of(
      float[] in, Size size, Shape shape, int radius, List<Voxel> offsets, boolean dilate) {
    if (!offsets.isEmpty()) {
      return of(in, size, Element.of(offsets, size), dilate);
    }
    if (shape == Shape.BOX) {
      return Lines.box(in, size, radius, dilate);
    }
    if (shape == Shape.BALL && radius > LARGE && Two.holds(in)) {
      return ofTwo(in, size, radius, dilate);
    }
    return of(in, size, Element.of(shape, radius, size), dilate);
  }

  /** With any element; {@code dilate} or erode. */
  public static float[] of(float[] in, Size size, Element element, boolean dilate) {
    Element moved = dilate ? element : element.mirrored();
    float[] out = new float[in.length];
    int reach = moved.runs().stream().mapToInt(r -> Math.abs(r.dk())).max().orElse(0);
    for (int first = 0; first < size.depth(); first += SLAB) {
      int end = Math.min(size.depth(), first + SLAB);
      int from = Math.max(0, first - reach);
      int to = Math.min(size.depth(), end + reach);
      new Slab(in, size, moved, dilate ? 1 : -1, from, to).into(out, first, end);
    }
    return out;
  }

  /** The image's other value wherever it lies within the radius. */
  private static float[] ofTwo(float[] in, Size size, int radius, boolean dilate) {
    Two two = Two.of(in);
    float won = dilate ? two.high() : two.low();
    float lost = dilate ? two.low() : two.high();
    float[] squared = SquaredDistance.to(in, size, Vec3.ONE, v -> v == won);
    float most = (float) radius * radius;
    float[] out = new float[in.length];
    Rows.each(
        size,
        (j, k, at) -> {
          for (int v = at; v < at + size.width(); v++) {
            out[v] = squared[v] <= most ? won : lost;
          }
        });
    return out;
  }

  /** The two values of an image that has no others. */
  private record Two(float low, float high) {
    static boolean holds(float[] v) {
      float a = v[0];
      float b = a;
      for (float x : v) {
        if (x != a && x != b) {
          if (a != b) {
            return false;
          }
          b = x;
        }
      }
      return a != b;
    }

    static Two of(float[] v) {
      float low = v[0];
      float high = v[0];
      for (float x : v) {
        low = Math.min(low, x);
        high = Math.max(high, x);
      }
      return new Two(low, high);
    }
  }
}
