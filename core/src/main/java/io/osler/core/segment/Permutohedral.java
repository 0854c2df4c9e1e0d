package io.osler.core.segment;

import java.util.Arrays;

/**
 * Σ_j exp(−½·|f_i − f_j|²)·v_j for all i, up to a constant factor, in time linear in the number of
 * points: values are spread to the corners of a lattice of simplices, blurred along its d + 1 axes,
 * and gathered again. Adams, Baek and Davis 2010.
 */
final class Permutohedral {
  private final int dims;
  private final int points;
  private final int[] corner; // (points, d + 1): lattice point, counted from 0
  private final float[] share; // (points, d + 1): barycentric weight
  private final int[] neighbours; // (d + 1, lattice points, 2): lattice point, −1 where none is
  private final int size;

  /**
   * @param features (points, dims), each already divided by its standard deviation
   */
  Permutohedral(float[] features, int dims) {
    this.dims = dims;
    this.points = features.length / dims;
    corner = new int[Math.multiplyExact(points, dims + 1)];
    share = new float[corner.length];
    Keys keys = new Keys(dims);
    Simplex simplex = new Simplex(dims);
    for (int p = 0; p < points; p++) {
      simplex.enclose(features, p * dims);
      for (int remainder = 0; remainder <= dims; remainder++) {
        simplex.corner(remainder);
        corner[p * (dims + 1) + remainder] = keys.add(simplex.key);
        share[p * (dims + 1) + remainder] = (float) simplex.barycentric[remainder];
      }
    }
    size = keys.count;
    neighbours = keys.neighbours();
  }

  /** {@code values} (channels, points) filtered. */
  float[] filter(float[] values, int channels) {
    float[] out = new float[values.length];
    float[] lattice = new float[size];
    float[] blurred = new float[size];
    float scale = (float) (1 / (1 + Math.pow(2, -dims)));
    for (int c = 0; c < channels; c++) {
      int from = c * points;
      Arrays.fill(lattice, 0);
      for (int p = 0; p < points; p++) {
        for (int k = p * (dims + 1); k < (p + 1) * (dims + 1); k++) {
          lattice[corner[k]] += share[k] * values[from + p];
        }
      }
      for (int axis = 0; axis <= dims; axis++) {
        for (int n = 0; n < size; n++) {
          int at = 2 * (axis * size + n);
          float sides = value(lattice, neighbours[at]) + value(lattice, neighbours[at + 1]);
          blurred[n] = lattice[n] + sides / 2;
        }
        float[] swap = lattice;
        lattice = blurred;
        blurred = swap;
      }
      for (int p = 0; p < points; p++) {
        float sum = 0;
        for (int k = p * (dims + 1); k < (p + 1) * (dims + 1); k++) {
          sum += share[k] * lattice[corner[k]];
        }
        out[from + p] = sum * scale;
      }
    }
    return out;
  }

  private static float value(float[] lattice, int at) {
    return at < 0 ? 0 : lattice[at];
  }

  /** The simplex around one point. */
  private static final class Simplex {
    private final int dims;
    private final double[] elevated;
    private final int[] origin;
    private final int[] rank;
    private final double[] scales;
    final double[] barycentric;
    final int[] key;

    Simplex(int dims) {
      this.dims = dims;
      elevated = new double[dims + 1];
      origin = new int[dims + 1];
      rank = new int[dims + 1];
      barycentric = new double[dims + 2];
      key = new int[dims];
      scales = new double[dims];
      // Each blur has variance ½; together they make a Gaussian of deviation 1 in the features.
      for (int i = 0; i < dims; i++) {
        scales[i] = Math.sqrt(2.0 / 3) * (dims + 1) / Math.sqrt((i + 1.0) * (i + 2.0));
      }
    }

    void enclose(float[] features, int from) {
      double below = 0;
      for (int i = dims; i > 0; i--) {
        double scaled = features[from + i - 1] * scales[i - 1];
        elevated[i] = below - i * scaled;
        below += scaled;
      }
      elevated[0] = below;
      int sum = 0;
      for (int i = 0; i <= dims; i++) {
        origin[i] = (int) Math.rint(elevated[i] / (dims + 1)) * (dims + 1);
        sum += origin[i] / (dims + 1);
      }
      rankResiduals();
      for (int i = 0; i <= dims; i++) {
        rank[i] += sum;
        if (rank[i] < 0) {
          rank[i] += dims + 1;
          origin[i] += dims + 1;
        } else if (rank[i] > dims) {
          rank[i] -= dims + 1;
          origin[i] -= dims + 1;
        }
      }
      Arrays.fill(barycentric, 0);
      for (int i = 0; i <= dims; i++) {
        double part = (elevated[i] - origin[i]) / (dims + 1);
        barycentric[dims - rank[i]] += part;
        barycentric[dims - rank[i] + 1] -= part;
      }
      barycentric[0] += 1 + barycentric[dims + 1];
    }

    private void rankResiduals() {
      Arrays.fill(rank, 0);
      for (int i = 0; i < dims; i++) {
        for (int j = i + 1; j <= dims; j++) {
          boolean less = elevated[i] - origin[i] < elevated[j] - origin[j];
          rank[less ? i : j]++;
        }
      }
    }

    /** Sets the key of one corner; its last coordinate follows from the others. */
    void corner(int remainder) {
      for (int i = 0; i < dims; i++) {
        key[i] = origin[i] + remainder - (rank[i] > dims - remainder ? dims + 1 : 0);
      }
    }
  }

  /** Lattice points by coordinates: open addressing. */
  private static final class Keys {
    private final int dims;
    private int[] slots = new int[1 << 12];
    private int[] coordinates = new int[1 << 14];
    int count;

    Keys(int dims) {
      this.dims = dims;
      Arrays.fill(slots, -1);
    }

    int add(int[] key) {
      int slot = slot(key);
      if (slots[slot] >= 0) {
        return slots[slot];
      }
      if (2 * (count + 1) > slots.length) {
        grow();
        slot = slot(key);
      }
      int from = Math.multiplyExact(count, dims);
      if (from + dims > coordinates.length) {
        coordinates = Arrays.copyOf(coordinates, Math.multiplyExact(2, coordinates.length));
      }
      System.arraycopy(key, 0, coordinates, from, dims);
      slots[slot] = count;
      return count++;
    }

    int[] neighbours() {
      int[] found = new int[Math.multiplyExact(2 * (dims + 1), count)];
      int[] key = new int[dims];
      for (int axis = 0; axis <= dims; axis++) {
        for (int n = 0; n < count; n++) {
          for (int side = 0; side < 2; side++) {
            int step = side == 0 ? 1 : -1;
            for (int i = 0; i < dims; i++) {
              key[i] = coordinates[n * dims + i] + (i == axis ? -step * dims : step);
            }
            found[2 * (axis * count + n) + side] = slots[slot(key)];
          }
        }
      }
      return found;
    }

    private int slot(int[] key) {
      int hash = 0;
      for (int value : key) {
        hash = (hash + value) * 0x9E3779B1;
      }
      int slot = (hash ^ hash >>> 15) & slots.length - 1;
      while (slots[slot] >= 0 && !equal(key, slots[slot])) {
        slot = slot + 1 & slots.length - 1;
      }
      return slot;
    }

    private boolean equal(int[] key, int index) {
      for (int i = 0; i < dims; i++) {
        if (coordinates[index * dims + i] != key[i]) {
          return false;
        }
      }
      return true;
    }

    private void grow() {
      slots = new int[Math.multiplyExact(2, slots.length)];
      Arrays.fill(slots, -1);
      int[] key = new int[dims];
      for (int n = 0; n < count; n++) {
        System.arraycopy(coordinates, n * dims, key, 0, dims);
        slots[slot(key)] = n;
      }
    }
  }
}
