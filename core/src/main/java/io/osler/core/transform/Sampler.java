package io.osler.core.transform;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;

/**
 * out(o) = in(M·o + t): values at an affine image of the output grid, linear for intensities,
 * nearest for labels.
 *
 * <p>Row by row: the stretch of a row whose eight neighbours all lie inside is found first and runs
 * without a check; only what is left asks the border. On one slice k is ignored (bilinear).
 */
record Sampler(Size to, Geometry geometry, double[] matrix, Border border, float fill) {

  /** The sampler that fills grid ({@code to}, {@code target}) from an image on {@code source}. */
  static Sampler between(Geometry source, Size to, Geometry target, Border border, float fill) {
    Vec3 zero = source.toIndex(target.origin());
    Vec3 i = source.toIndex(target.toPatient(new Vec3(1, 0, 0))).minus(zero);
    Vec3 j = source.toIndex(target.toPatient(new Vec3(0, 1, 0))).minus(zero);
    Vec3 k = source.toIndex(target.toPatient(new Vec3(0, 0, 1))).minus(zero);
    double[] m = {
      i.x(), j.x(), k.x(), zero.x(), i.y(), j.y(), k.y(), zero.y(), i.z(), j.z(), k.z(), zero.z()
    };
    return new Sampler(to, target, m, border, fill);
  }

  Sampler filledWith(float other) {
    return new Sampler(to, geometry, matrix, border, other);
  }

  Volume apply(Volume image) {
    Size from = image.size();
    float[] out = new float[Channels.length(image.channels(), to)];
    int rows = to.depth() * to.height();
    Parts.each(
        image.channels() * rows,
        line -> {
          int base = line / rows * from.voxels();
          int j = line % to.height();
          int k = line % rows / to.height();
          if (from.is2d()) {
            flatRow(image.voxels(), base, from, j, k, out, line * to.width());
          } else {
            row(image.voxels(), base, from, j, k, out, line * to.width());
          }
        });
    return new Volume(to, image.channels(), geometry, Channels.sound(image.voxels(), out));
  }

  LabelMap apply(LabelMap map) {
    int[] out = new int[to.voxels()];
    Parts.each(to.depth() * to.height(), line -> labelRow(map, line, out));
    return new LabelMap(to, geometry, out);
  }

  /** The middle of the row, a voxel short of either end of the inside, asks no border. */
  private void labelRow(LabelMap map, int line, int[] out) {
    Size from = map.size();
    int j = line % to.height();
    int k = line / to.height();
    double x0 = start(0, j, k);
    double y0 = start(1, j, k);
    double z0 = from.is2d() ? 0 : start(2, j, k);
    double dx = matrix[0];
    double dy = matrix[4];
    double dz = from.is2d() ? 0 : matrix[8];
    int low = Math.max(enter(x0, dx, from.width() - 1), enter(y0, dy, from.height() - 1));
    int high = Math.min(leave(x0, dx, from.width() - 1), leave(y0, dy, from.height() - 1));
    if (!from.is2d()) {
      low = Math.max(low, enter(z0, dz, from.depth() - 1));
      high = Math.min(high, leave(z0, dz, from.depth() - 1));
    }
    int at = line * to.width();
    int[] labels = map.labels();
    int w = from.width();
    int slice = w * from.height();
    for (int i = 0; i < to.width(); i++) {
      if (i >= low && i < high) {
        int x = (int) (x0 + i * dx + 0.5);
        int y = (int) (y0 + i * dy + 0.5);
        int z = (int) (z0 + i * dz + 0.5);
        out[at + i] = labels[z * slice + y * w + x];
        continue;
      }
      int x = border.index((int) Math.floor(x0 + i * dx + 0.5), from.width());
      int y = border.index((int) Math.floor(y0 + i * dy + 0.5), from.height());
      int z = border.index((int) Math.floor(z0 + i * dz + 0.5), from.depth());
      if (x >= 0 && y >= 0 && z >= 0) {
        out[at + i] = map.at(x, y, z);
      }
    }
  }

  /** The values at places p in voxels of the image, given by component, from {@code target} on. */
  void values(float[] in, int base, Size from, double[][] p, float[] out, int target) {
    double[] x = p[0];
    double[] y = p[1];
    double[] z = p[2];
    int right = from.width() - 1;
    int bottom = from.height() - 1;
    int back = from.depth() - 1;
    boolean is2d = from.is2d();
    int w = from.width();
    int slice = w * from.height();
    for (int i = 0; i < x.length; i++) {
      boolean inside = x[i] >= 0 && x[i] < right && y[i] >= 0 && y[i] < bottom;
      int at = inside ? base + (int) y[i] * w + (int) x[i] : 0;
      if (inside && is2d) {
        out[target + i] = plane(in, at, w, x[i], y[i]);
      } else if (inside && z[i] >= 0 && z[i] < back) {
        int zi = (int) z[i];
        float near = plane(in, at + zi * slice, w, x[i], y[i]);
        float far = plane(in, at + (zi + 1) * slice, w, x[i], y[i]);
        out[target + i] = near + (float) (z[i] - zi) * (far - near);
      } else {
        out[target + i] = value(in, base, from, x[i], y[i], z[i]);
      }
    }
  }

  /** The value at one place. */
  float value(float[] in, int base, Size from, double x, double y, double z) {
    return from.is2d() ? flat(in, base, from, x, y) : solid(in, base, from, x, y, z);
  }

  /** Between the four voxels from {@code at} on, all inside. */
  private static float plane(float[] in, int at, int w, double x, double y) {
    float fx = (float) (x - (int) x);
    float upper = in[at] + fx * (in[at + 1] - in[at]);
    float lower = in[at + w] + fx * (in[at + w + 1] - in[at + w]);
    return upper + (float) (y - (int) y) * (lower - upper);
  }

  private double start(int axis, int j, int k) {
    int m = 4 * axis;
    return matrix[m + 1] * j + matrix[m + 2] * k + matrix[m + 3];
  }

  private void flatRow(float[] in, int base, Size from, int j, int k, float[] out, int target) {
    double x0 = start(0, j, k);
    double y0 = start(1, j, k);
    double dx = matrix[0];
    double dy = matrix[4];
    int w = from.width();
    int low = Math.max(enter(x0, dx, w - 1), enter(y0, dy, from.height() - 1));
    int high = Math.min(leave(x0, dx, w - 1), leave(y0, dy, from.height() - 1));
    int inside = Math.min(low, to.width());
    for (int i = 0; i < inside; i++) {
      out[target + i] = flat(in, base, from, x0 + i * dx, y0 + i * dy);
    }
    for (int i = inside; i < high; i++) {
      double x = x0 + i * dx;
      double y = y0 + i * dy;
      int xi = (int) x;
      int yi = (int) y;
      float fx = (float) (x - xi);
      float fy = (float) (y - yi);
      int p = base + yi * w + xi;
      float upper = in[p] + fx * (in[p + 1] - in[p]);
      float lower = in[p + w] + fx * (in[p + w + 1] - in[p + w]);
      out[target + i] = upper + fy * (lower - upper);
    }
    for (int i = Math.max(inside, high); i < to.width(); i++) {
      out[target + i] = flat(in, base, from, x0 + i * dx, y0 + i * dy);
    }
  }

  private void row(float[] in, int base, Size from, int j, int k, float[] out, int target) {
    double x0 = start(0, j, k);
    double y0 = start(1, j, k);
    double z0 = start(2, j, k);
    double dx = matrix[0];
    double dy = matrix[4];
    double dz = matrix[8];
    int w = from.width();
    int slice = w * from.height();
    int low = Math.max(enter(x0, dx, w - 1), enter(y0, dy, from.height() - 1));
    int high = Math.min(leave(x0, dx, w - 1), leave(y0, dy, from.height() - 1));
    low = Math.max(low, enter(z0, dz, from.depth() - 1));
    high = Math.min(high, leave(z0, dz, from.depth() - 1));
    int inside = Math.min(low, to.width());
    for (int i = 0; i < inside; i++) {
      out[target + i] = solid(in, base, from, x0 + i * dx, y0 + i * dy, z0 + i * dz);
    }
    for (int i = inside; i < high; i++) {
      double x = x0 + i * dx;
      double y = y0 + i * dy;
      double z = z0 + i * dz;
      int xi = (int) x;
      int yi = (int) y;
      int zi = (int) z;
      float fx = (float) (x - xi);
      float fy = (float) (y - yi);
      float fz = (float) (z - zi);
      int p = base + zi * slice + yi * w + xi;
      int q = p + slice;
      float a = in[p] + fx * (in[p + 1] - in[p]);
      float b = in[p + w] + fx * (in[p + w + 1] - in[p + w]);
      float c = in[q] + fx * (in[q + 1] - in[q]);
      float d = in[q + w] + fx * (in[q + w + 1] - in[q + w]);
      float near = a + fy * (b - a);
      float far = c + fy * (d - c);
      out[target + i] = near + fz * (far - near);
    }
    for (int i = Math.max(inside, high); i < to.width(); i++) {
      out[target + i] = solid(in, base, from, x0 + i * dx, y0 + i * dy, z0 + i * dz);
    }
  }

  /** The first index of a row at which 0 ≤ start + i·step < limit; the width if there is none. */
  private int enter(double start, double step, int limit) {
    int width = to.width();
    if (step == 0) {
      return start >= 0 && start < limit ? 0 : width;
    }
    double guess = Math.ceil(((step > 0 ? 0 : limit) - start) / step);
    int i = (int) Math.max(0, Math.min(width, guess - 1));
    while (i < width && !within(start + i * step, limit)) {
      if (step > 0 ? start + i * step >= limit : start + i * step < 0) {
        return width;
      }
      i++;
    }
    return i;
  }

  /** One past the last such index; 0 if there is none. */
  private int leave(double start, double step, int limit) {
    int width = to.width();
    if (step == 0) {
      return start >= 0 && start < limit ? width : 0;
    }
    double guess = Math.floor(((step > 0 ? limit : 0) - start) / step);
    int i = (int) Math.max(-1, Math.min(width - 1, guess + 1));
    while (i >= 0 && !within(start + i * step, limit)) {
      if (step > 0 ? start + i * step < 0 : start + i * step >= limit) {
        return 0;
      }
      i--;
    }
    return i + 1;
  }

  private static boolean within(double p, int limit) {
    return p >= 0 && p < limit;
  }

  private float flat(float[] in, int base, Size from, double x, double y) {
    if (outside(x, from.width()) || outside(y, from.height())) {
      return fill;
    }
    double xf = Math.floor(x);
    double yf = Math.floor(y);
    int yi = (int) yf;
    float fx = (float) (x - xf);
    float fy = (float) (y - yf);
    float upper = line(in, base, from, (int) xf, fx, yi, 0);
    float lower = fy == 0 ? upper : line(in, base, from, (int) xf, fx, yi + 1, 0);
    return upper + fy * (lower - upper);
  }

  private float solid(float[] in, int base, Size from, double x, double y, double z) {
    if (outside(x, from.width()) || outside(y, from.height()) || outside(z, from.depth())) {
      return fill;
    }
    double xf = Math.floor(x);
    double yf = Math.floor(y);
    double zf = Math.floor(z);
    int xi = (int) xf;
    int yi = (int) yf;
    int zi = (int) zf;
    float fx = (float) (x - xf);
    float fy = (float) (y - yf);
    float fz = (float) (z - zf);
    float a = line(in, base, from, xi, fx, yi, zi);
    float near = fy == 0 ? a : a + fy * (line(in, base, from, xi, fx, yi + 1, zi) - a);
    if (fz == 0) {
      return near;
    }
    float c = line(in, base, from, xi, fx, yi, zi + 1);
    float far = fy == 0 ? c : c + fy * (line(in, base, from, xi, fx, yi + 1, zi + 1) - c);
    return near + fz * (far - near);
  }

  /** Along i at (x, yi, zi). A weight of nought asks for no neighbour: it may lie outside. */
  private float line(float[] in, int base, Size from, int xi, float fx, int yi, int zi) {
    int y = border.index(yi, from.height());
    int z = border.index(zi, from.depth());
    if (y < 0 || z < 0) {
      return fill;
    }
    int row = base + from.offset(0, y, z);
    int left = border.index(xi, from.width());
    float a = left < 0 ? fill : in[row + left];
    if (fx == 0) {
      return a;
    }
    int right = border.index(xi + 1, from.width());
    float b = right < 0 ? fill : in[row + right];
    return a + fx * (b - a);
  }

  private boolean outside(double p, int n) {
    return border == Border.CONSTANT && !(p > -1 && p < n);
  }
}
