package io.osler.core.transform;

import io.osler.core.volume.Size;
import java.util.SplittableRandom;

/**
 * u(x) = Σ c_abc·B(p_i − a)·B(p_j − b)·B(p_k − c) in voxels: B the cubic B-spline, p = x·cells/(n −
 * 1) + 1 the place among the control points, held at the outer voxels beyond them.
 *
 * @param cells along i, j, k; 0 along k in 2-D, where there is one control point
 * @param control per component, k slowest: 3 × (cells + 3)³ in 3-D, (cells + 3)² in 2-D
 */
record BendField(Size size, int[] cells, double[] control) implements Field {
  static BendField drawn(Size size, int cells, double magnitude, long seed) {
    int knots = cells + 3;
    int per = knots * knots * (size.is2d() ? 1 : knots);
    SplittableRandom random = new SplittableRandom(seed);
    double[] control = new double[3 * per];
    for (int axis = 0; axis < (size.is2d() ? 2 : 3); axis++) {
      double reach = magnitude * (size.get(axis) - 1) / cells;
      for (int c = 0; c < per; c++) {
        control[axis * per + c] = (2 * random.nextDouble() - 1) * reach;
      }
    }
    return new BendField(size, new int[] {cells, cells, size.is2d() ? 0 : cells}, control);
  }

  /** Control points along an axis. */
  static int knots(int cells) {
    return cells == 0 ? 1 : cells + 3;
  }

  @Override
  public Field.Row row(double j, double k) {
    int ki = knots(cells[0]);
    int kj = knots(cells[1]);
    int per = control.length / 3;
    double[] line = new double[3 * ki];
    double pj = place(j, 1);
    double pk = place(k, 2);
    int bj = base(pj, 1);
    boolean flat = cells[2] == 0;
    int bk = flat ? 0 : base(pk, 2);
    for (int c = 0; c < (flat ? 1 : 4); c++) {
      double wk = flat ? 1 : weight(pk - bk - c);
      for (int b = 0; b < 4; b++) {
        double w = wk * weight(pj - bj - b);
        int at = ((bk + c) * kj + bj + b) * ki;
        for (int axis = 0; axis < 3; axis++) {
          for (int a = 0; a < ki; a++) {
            line[axis * ki + a] += w * control[axis * per + at + a];
          }
        }
      }
    }
    return new Line(this, line);
  }

  record Line(BendField field, double[] line) implements Field.Row {
    @Override
    public void at(double i, double[] shift) {
      int knots = knots(field.cells[0]);
      double p = field.place(i, 0);
      int base = field.base(p, 0);
      double w0 = weight(p - base);
      double w1 = weight(p - base - 1);
      double w2 = weight(p - base - 2);
      double w3 = weight(p - base - 3);
      for (int axis = 0; axis < 3; axis++) {
        int a = axis * knots + base;
        shift[axis] = w0 * line[a] + w1 * line[a + 1] + w2 * line[a + 2] + w3 * line[a + 3];
      }
    }

    /** Cell by cell, where the spline is one cubic of the place within the cell. */
    @Override
    public void all(double[] u, double[] v, double[] w) {
      int n = field.size.width();
      int cells = n == 1 ? 1 : field.cells[0]; // a single voxel lies in the first
      double step = n == 1 ? 0 : (double) cells / (n - 1);
      double[][] shift = {u, v, w};
      for (int axis = 0; axis < 3; axis++) {
        for (int cell = 0; cell < cells; cell++) {
          int first = (cell * (n - 1) + cells - 1) / cells;
          int end = cell + 1 == cells ? n : ((cell + 1) * (n - 1) + cells - 1) / cells;
          cubic(axis * knots(field.cells[0]) + cell, cell, first, end, step, shift[axis]);
        }
      }
    }

    private void cubic(int at, int cell, int first, int end, double step, double[] shift) {
      double a = line[at];
      double b = line[at + 1];
      double c = line[at + 2];
      double c0 = (a + 4 * b + c) / 6;
      double c1 = (c - a) / 2;
      double c2 = (a - 2 * b + c) / 2;
      double c3 = (line[at + 3] - a + 3 * (b - c)) / 6;
      for (int i = first; i < end; i++) {
        double t = i * step - cell;
        shift[i] = c0 + t * (c1 + t * (c2 + t * c3));
      }
    }
  }

  private double place(double x, int axis) {
    int n = size.get(axis);
    return n == 1 ? 1 : Math.clamp(x / (n - 1), 0, 1) * cells[axis] + 1;
  }

  private int base(double place, int axis) {
    return Math.min(cells[axis] - 1, (int) place - 1);
  }

  private static double weight(double x) {
    return Kernel.at(Interpolation.B_SPLINE, Math.abs(x));
  }
}
