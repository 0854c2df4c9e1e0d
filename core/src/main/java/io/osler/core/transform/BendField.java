package io.osler.core.transform;

import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.SplittableRandom;

/**
 * u(x) = Σ c_abc·B(p_i − a)·B(p_j − b)·B(p_k − c) in voxels: B the cubic B-spline, p = x·cells/(n −
 * 1) + 1 the place among the control points, held at the outer voxels beyond them.
 *
 * @param control per component, k slowest: 3 × (cells + 3)³ in 3-D, (cells + 3)² in 2-D
 */
record BendField(Size size, int cells, double[] control) {
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
    return new BendField(size, cells, control);
  }

  /** The field along one row: what j and k contribute is summed once. */
  Row row(double j, double k) {
    int knots = cells + 3;
    int per = control.length / 3;
    double[] line = new double[3 * knots];
    double pj = place(j, size.height());
    double pk = place(k, size.depth());
    int bj = base(pj);
    int bk = size.is2d() ? 0 : base(pk);
    for (int c = 0; c < (size.is2d() ? 1 : 4); c++) {
      double wk = size.is2d() ? 1 : weight(pk - bk - c);
      for (int b = 0; b < 4; b++) {
        double w = wk * weight(pj - bj - b);
        int at = ((bk + c) * knots + bj + b) * knots;
        for (int axis = 0; axis < 3; axis++) {
          for (int a = 0; a < knots; a++) {
            line[axis * knots + a] += w * control[axis * per + at + a];
          }
        }
      }
    }
    return new Row(this, line);
  }

  Vec3 at(Vec3 index) {
    double[] u = new double[3];
    row(index.y(), index.z()).at(index.x(), u);
    return new Vec3(u[0], u[1], u[2]);
  }

  record Row(BendField field, double[] line) {
    void at(double i, double[] shift) {
      int knots = field.cells + 3;
      double p = field.place(i, field.size.width());
      int base = field.base(p);
      double w0 = weight(p - base);
      double w1 = weight(p - base - 1);
      double w2 = weight(p - base - 2);
      double w3 = weight(p - base - 3);
      for (int axis = 0; axis < 3; axis++) {
        int a = axis * knots + base;
        shift[axis] = w0 * line[a] + w1 * line[a + 1] + w2 * line[a + 2] + w3 * line[a + 3];
      }
    }
  }

  private double place(double x, int n) {
    return n == 1 ? 1 : Math.clamp(x / (n - 1), 0, 1) * cells + 1;
  }

  private int base(double place) {
    return Math.min(cells - 1, (int) place - 1);
  }

  private static double weight(double x) {
    return Kernel.at(Interpolation.B_SPLINE, Math.abs(x));
  }
}
