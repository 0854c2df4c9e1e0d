package io.osler.core.metric;

import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * d²(x) = min over features y of Σ (sₐ·(xₐ − yₐ))²: the exact squared Euclidean distance in mm²
 * from each voxel's centre to the nearest feature's, by one lower envelope of parabolas per line
 * and axis (Felzenszwalb and Huttenlocher 2012), lines in parallel.
 */
public final class DistanceTransform {
  /** Columns done together: as many doubles as two cache lines hold, so strided reads use all. */
  private static final int TILE = 16;

  private final Size size;
  private final Vec3 spacing;
  private final double[] field;

  private DistanceTransform(Size size, Vec3 spacing) {
    this.size = size;
    this.spacing = spacing;
    this.field = new double[size.voxels()];
    Arrays.fill(field, Double.POSITIVE_INFINITY);
  }

  /** Squared distance of every voxel to the mask, 0 inside it, +∞ when it is empty. */
  public static double[] squared(Mask features) {
    var transform = new DistanceTransform(features.size(), features.spacing());
    for (int v = 0; v < transform.field.length; v++) {
      transform.field[v] = features.voxels()[v] ? 0 : Double.POSITIVE_INFINITY;
    }
    boolean[] everywhere = new boolean[features.size().width() * features.size().height()];
    Arrays.fill(everywhere, true);
    transform.run(everywhere);
    return transform.field;
  }

  /** Distance in mm from each query to the nearest feature; both are voxel offsets. */
  static double[] at(int[] queries, int[] features, Size size, Vec3 spacing) {
    var transform = new DistanceTransform(size, spacing);
    for (int feature : features) {
      transform.field[feature] = 0;
    }
    // The last pass, along k, is needed only in columns that are asked about.
    int area = size.width() * size.height();
    boolean[] columns = new boolean[area];
    for (int query : queries) {
      columns[query % area] = true;
    }
    transform.run(columns);
    return Arrays.stream(queries).mapToDouble(q -> Math.sqrt(transform.field[q])).toArray();
  }

  private void run(boolean[] columns) {
    int width = size.width();
    int area = width * size.height();
    IntStream.range(0, size.depth())
        .parallel()
        .forEach(
            k -> {
              for (int j = 0; j < size.height(); j++) {
                row(k * area + j * width);
              }
              Envelope along = new Envelope(size.height(), spacing.y());
              for (int i = 0; i < width; i += TILE) {
                along.tile(field, k * area + i, width, Math.min(TILE, width - i));
              }
            });
    if (size.depth() > 1) {
      IntStream.range(0, size.height())
          .parallel()
          .forEach(
              j -> {
                Envelope along = new Envelope(size.depth(), spacing.z());
                for (int i = 0; i < width; i += TILE) {
                  int columnsHere = Math.min(TILE, width - i);
                  if (any(columns, j * width + i, columnsHere)) {
                    along.tile(field, j * width + i, area, columnsHere);
                  }
                }
              });
    }
  }

  private static boolean any(boolean[] flags, int from, int length) {
    for (int f = from; f < from + length; f++) {
      if (flags[f]) {
        return true;
      }
    }
    return false;
  }

  /** Along i the field is 0 or +∞, so two sweeps suffice. */
  private void row(int from) {
    int last = Integer.MIN_VALUE;
    for (int i = 0; i < size.width(); i++) {
      last = field[from + i] == 0 ? i : last;
      field[from + i] = last == Integer.MIN_VALUE ? Double.POSITIVE_INFINITY : square(i - last);
    }
    if (last == Integer.MIN_VALUE) {
      return;
    }
    int next = Integer.MAX_VALUE;
    for (int i = size.width() - 1; i >= 0; i--) {
      next = field[from + i] == 0 ? i : next;
      if (next != Integer.MAX_VALUE) {
        field[from + i] = Math.min(field[from + i], square(next - i));
      }
    }
  }

  private double square(int steps) {
    double length = steps * spacing.x();
    return length * length;
  }

  /** The lower envelope of the parabolas h + step²·(x − at)², reused from column to column. */
  private static final class Envelope {
    private final int length;
    private final double stepSquared;
    private final double[] tile;
    private final int[] at; // where each parabola of the envelope has its foot
    private final double[] height;
    private final double[] from; // where it starts to be the lowest

    Envelope(int length, double step) {
      this.length = length;
      this.stepSquared = step * step;
      this.tile = new double[length * TILE];
      this.at = new int[length];
      this.height = new double[length];
      this.from = new double[length];
    }

    /**
     * Transforms {@code columns} neighbouring columns of the field, {@code stride} between rows.
     */
    void tile(double[] field, int base, int stride, int columns) {
      for (int q = 0; q < length; q++) {
        System.arraycopy(field, base + q * stride, tile, q * TILE, columns);
      }
      for (int c = 0; c < columns; c++) {
        column(c);
      }
      for (int q = 0; q < length; q++) {
        System.arraycopy(tile, q * TILE, field, base + q * stride, columns);
      }
    }

    private void column(int c) {
      int count = 0;
      for (int q = 0; q < length; q++) {
        double h = tile[q * TILE + c];
        if (h == Double.POSITIVE_INFINITY) {
          continue;
        }
        double start = Double.NEGATIVE_INFINITY;
        while (count > 0) {
          int foot = at[count - 1];
          start =
              ((h - height[count - 1]) / stepSquared + (double) (q - foot) * (q + foot))
                  / (2.0 * (q - foot));
          if (start > from[count - 1]) {
            break;
          }
          count--;
          start = Double.NEGATIVE_INFINITY;
        }
        at[count] = q;
        height[count] = h;
        from[count] = start;
        count++;
      }
      if (count == 0) {
        return;
      }
      int k = 0;
      for (int q = 0; q < length; q++) {
        while (k + 1 < count && from[k + 1] < q) {
          k++;
        }
        double steps = q - at[k];
        tile[q * TILE + c] = stepSquared * steps * steps + height[k];
      }
    }
  }
}
