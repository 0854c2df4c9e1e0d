package io.osler.core.filter;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;

/**
 * One level of N4: sharpen, fit the difference by a B-spline (Lee, Wolberg and Shin 1997), add.
 * Each row gives its own sums, which are added in the rows' order.
 */
final class BiasFit {
  private final Size size;
  private final float[] logs;
  private final BiasLattice.Axis[] fitted = new BiasLattice.Axis[3];
  private final BiasLattice.Axis[] evaluated = new BiasLattice.Axis[3];
  private final double[][] cubes;
  private final double[] omega;
  private final double count;
  private BiasLattice lattice;

  BiasFit(BiasLattice lattice, float[] logs) {
    this.lattice = lattice;
    this.logs = logs;
    size = lattice.size();
    for (int axis = 0; axis < 3; axis++) {
      int n = size.get(axis);
      int points = lattice.points(axis);
      double inside = n == 1 ? 0 : (points - 3.0) / (n - 1) * BiasLattice.EVALUATED;
      fitted[axis] = BiasLattice.Axis.of(n, points, inside);
      evaluated[axis] = BiasLattice.Axis.of(n, points, BiasLattice.EVALUATED);
    }
    cubes = powers(3);
    count = Parts.sum(rows(), row -> counted(row));
    double[][] squares = powers(2);
    omega = gathered(squares, (row, i) -> Float.isNaN(logs[row * size.width() + i]) ? 0 : 1);
  }

  BiasLattice lattice() {
    return lattice;
  }

  private int rows() {
    return size.height() * size.depth();
  }

  private int counted(int row) {
    int n = 0;
    for (int v = row * size.width(); v < (row + 1) * size.width(); v++) {
      n += Float.isNaN(logs[v]) ? 0 : 1;
    }
    return n;
  }

  /** w², or w³/Σw², of each voxel along each axis, one after the other: i, then j, then k. */
  private double[][] powers(int power) {
    double[][] all = new double[size.width() + size.height() + size.depth()][];
    int at = 0;
    for (BiasLattice.Axis axis : fitted) {
      for (double[] w : axis.weights()) {
        double squares = 0;
        for (double one : w) {
          squares += one * one;
        }
        double[] p = new double[w.length];
        for (int t = 0; t < w.length; t++) {
          p[t] = power == 2 ? w[t] * w[t] : w[t] * w[t] * w[t] / squares;
        }
        all[at++] = p;
      }
    }
    return all;
  }

  @FunctionalInterface
  private interface Value {
    double at(int row, int i);
  }

  /** Σₓ f(x)·a(x₁)·a(x₂)·a(x₃) at each control point. */
  private double[] gathered(double[][] a, Value f) {
    int ni = lattice.points(0);
    double[][] along = new double[rows()][ni];
    Parts.each(
        rows(),
        row -> {
          double[] sum = along[row];
          for (int i = 0; i < size.width(); i++) {
            double value = f.at(row, i);
            if (value != 0) {
              double[] w = a[i];
              int first = fitted[0].first()[i];
              for (int t = 0; t < w.length; t++) {
                sum[first + t] += value * w[t];
              }
            }
          }
        });
    int nj = lattice.points(1);
    double[][] planes = new double[size.depth()][nj * ni];
    Parts.each(
        size.depth(),
        k -> {
          for (int j = 0; j < size.height(); j++) {
            add(planes[k], fitted[1].first()[j], a[size.width() + j], along[k * size.height() + j]);
          }
        });
    double[] all = new double[lattice.control().length];
    for (int k = 0; k < size.depth(); k++) {
      add(all, fitted[2].first()[k], a[size.width() + size.height() + k], planes[k]);
    }
    return all;
  }

  private static void add(double[] to, int first, double[] w, double[] line) {
    for (int t = 0; t < w.length; t++) {
      int at = (first + t) * line.length;
      for (int i = 0; i < line.length; i++) {
        to[at + i] += w[t] * line[i];
      }
    }
  }

  /** Adds the fit of now − sharpened(now) to the field; false where all values are the same. */
  boolean improve(float[] now) {
    double[] lows = new double[rows()];
    double[] highs = new double[rows()];
    Parts.each(
        rows(),
        row -> {
          lows[row] = Double.POSITIVE_INFINITY;
          highs[row] = Double.NEGATIVE_INFINITY;
          for (int v = row * size.width(); v < (row + 1) * size.width(); v++) {
            if (now[v] < lows[row]) {
              lows[row] = now[v];
            }
            if (now[v] > highs[row]) {
              highs[row] = now[v];
            }
          }
        });
    double low = java.util.Arrays.stream(lows).min().orElseThrow();
    double high = java.util.Arrays.stream(highs).max().orElseThrow();
    if (!(high > low)) {
      return false;
    }
    Sharpening sharpening = Sharpening.of(now, size, low, high);
    double[] delta =
        gathered(
            cubes,
            (row, i) -> {
              float v = now[row * size.width() + i];
              return Float.isNaN(v) ? 0 : v - sharpening.expected(v);
            });
    for (int c = 0; c < delta.length; c++) {
      delta[c] = omega[c] == 0 ? 0 : delta[c] / omega[c];
    }
    lattice = lattice.plus(delta);
    return true;
  }

  /** Sets now = log − field; the coefficient of variation of exp(old field − new field). */
  double change(float[] now) {
    double[][] sums = new double[rows()][2];
    Parts.each(
        rows(),
        row -> {
          double[] field = new double[size.width()];
          lattice.row(evaluated, row % size.height(), row / size.height(), field);
          int at = row * size.width();
          for (int i = 0; i < field.length; i++) {
            float next = (float) (logs[at + i] - field[i]);
            double rest = Math.expm1(next - now[at + i]);
            if (!Double.isNaN(rest)) {
              sums[row][0] += rest;
              sums[row][1] += rest * rest;
            }
            now[at + i] = next;
          }
        });
    double sum = 0;
    double squares = 0;
    for (double[] row : sums) {
      sum += row[0];
      squares += row[1];
    }
    double mean = sum / count;
    double variance = (squares - count * mean * mean) / Math.max(1, count - 1);
    return Math.sqrt(Math.max(0, variance)) / (1 + mean);
  }
}
