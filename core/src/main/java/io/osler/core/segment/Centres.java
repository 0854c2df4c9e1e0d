package io.osler.core.segment;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;
import java.util.Arrays;

/** The centres of superpixels: a regular grid at first, then the means of what they were given. */
final class Centres {
  private static final int BAND = 8;

  private final Size size;
  private final float[][] colours;
  private final int[] steps = new int[3];
  private final double near;

  /** Of each centre i, j, k and its colours. */
  private final double[][] centres;

  Centres(Size size, int wanted, float[][] colours) {
    this.size = size;
    this.colours = colours;
    double[] real = grid(size, wanted);
    int[] starts = new int[3];
    int[] counts = new int[3];
    int widest = 1;
    for (int axis = 0; axis < 3; axis++) {
      boolean all = size.voxels() <= wanted;
      starts[axis] = all ? 0 : (int) Math.floor(real[axis] / 2);
      steps[axis] = all ? 1 : Math.max(1, (int) Math.rint(real[axis]));
      counts[axis] = (size.get(axis) - starts[axis] + steps[axis] - 1) / steps[axis];
      widest = Math.max(widest, steps[axis]);
    }
    near = 1.0 / ((double) widest * widest);
    centres = new double[counts[0] * counts[1] * counts[2]][3 + colours.length];
    int c = 0;
    for (int k = 0; k < counts[2]; k++) {
      for (int j = 0; j < counts[1]; j++) {
        for (int i = 0; i < counts[0]; i++) {
          centres[c][0] = starts[0] + i * steps[0];
          centres[c][1] = starts[1] + j * steps[1];
          centres[c++][2] = starts[2] + k * steps[2];
        }
      }
    }
  }

  int count() {
    return centres.length;
  }

  /** Equal steps along all axes; an axis shorter than that counts as one step. */
  private static double[] grid(Size size, int wanted) {
    Integer[] order = {2, 1, 0};
    Arrays.sort(order, (a, b) -> Integer.compare(size.get(a), size.get(b)));
    double[] steps = new double[3];
    double space = size.voxels();
    Arrays.fill(steps, Math.cbrt(space / wanted));
    for (int d = 0; d < 3; d++) {
      boolean fits = true;
      for (int axis = 0; axis < 3; axis++) {
        fits &= size.get(axis) >= steps[axis];
      }
      if (fits) {
        break;
      }
      steps[order[d]] = size.get(order[d]);
      space = 1;
      for (int e = d + 1; e < 3; e++) {
        space *= size.get(order[e]);
      }
      for (int e = d + 1; e < 3; e++) {
        steps[order[e]] = Math.pow(space / wanted, 1.0 / (2 - d));
      }
    }
    return steps;
  }

  /** Each voxel to the nearest centre among those whose window it lies in; bands in parallel. */
  void assign(int[] nearest) {
    boolean flat = size.depth() == 1;
    int units = flat ? size.height() : size.depth();
    int bands = (units + BAND - 1) / BAND;
    Parts.each(
        bands,
        band -> {
          int first = band * BAND;
          int end = Math.min(units, first + BAND);
          int plane = size.voxels() / units;
          float[] distance = new float[(end - first) * plane];
          Arrays.fill(distance, Float.MAX_VALUE);
          for (int c = 0; c < centres.length; c++) {
            window(c, flat, first, end, distance, first * plane, nearest);
          }
        });
  }

  private void window(
      int c, boolean flat, int first, int end, float[] distance, int base, int[] nearest) {
    double[] centre = centres[c];
    int k0 = Math.max(from(centre, 2), flat ? 0 : first);
    int k1 = Math.min(to(centre, 2), flat ? 1 : end);
    int j0 = Math.max(from(centre, 1), flat ? first : 0);
    int j1 = Math.min(to(centre, 1), flat ? end : size.height());
    int i0 = from(centre, 0);
    int i1 = to(centre, 0);
    for (int k = k0; k < k1; k++) {
      double dz = (centre[2] - k) * (centre[2] - k);
      for (int j = j0; j < j1; j++) {
        float across = (float) ((dz + (centre[1] - j) * (centre[1] - j)) * near);
        int row = size.offset(0, j, k);
        float x = (float) centre[0];
        float scale = (float) near;
        for (int i = i0; i < i1; i++) {
          float d = across + (x - i) * (x - i) * scale;
          for (int f = 0; f < colours.length; f++) {
            float t = colours[f][row + i] - (float) centre[3 + f];
            d += t * t;
          }
          if (d < distance[row - base + i]) {
            distance[row - base + i] = d;
            nearest[row + i] = c;
          }
        }
      }
    }
  }

  private int from(double[] centre, int axis) {
    return (int) Math.max(centre[axis] - 2 * steps[axis], 0);
  }

  private int to(double[] centre, int axis) {
    return (int) Math.min(centre[axis] + 2 * steps[axis] + 1, size.get(axis));
  }

  /** To the mean of their voxels, in a fixed number of parts added in order. */
  void move(int[] nearest) {
    int units = size.height() * size.depth();
    int parts = Math.min(16, units);
    int length = 4 + colours.length;
    double[][] sums = new double[parts][];
    Parts.each(
        parts,
        part -> {
          double[] own = new double[centres.length * length];
          int first = (int) ((long) units * part / parts);
          int end = (int) ((long) units * (part + 1) / parts);
          for (int row = first; row < end; row++) {
            int j = row % size.height();
            int k = row / size.height();
            for (int i = 0; i < size.width(); i++) {
              int v = row * size.width() + i;
              int at = nearest[v] * length;
              own[at]++;
              own[at + 1] += i;
              own[at + 2] += j;
              own[at + 3] += k;
              for (int f = 0; f < colours.length; f++) {
                own[at + 4 + f] += colours[f][v];
              }
            }
          }
          sums[part] = own;
        });
    for (int c = 0; c < centres.length; c++) {
      double[] total = new double[length];
      for (double[] own : sums) {
        for (int f = 0; f < length; f++) {
          total[f] += own[c * length + f];
        }
      }
      for (int f = 1; f < length && total[0] > 0; f++) {
        centres[c][f - 1] = total[f] / total[0];
      }
    }
  }
}
