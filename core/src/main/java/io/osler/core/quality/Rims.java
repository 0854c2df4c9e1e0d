package io.osler.core.quality;

import io.osler.core.volume.Size;

/**
 * Means of the outer tenth on each side of all slices, and how alike opposite borders are.
 *
 * @param wrapping see {@link Quality}
 */
record Rims(double left, double right, double upper, double lower, double wrapping) {
  private static final double WIDTH = 0.1;

  static Rims of(float[] v, Size size, double signal) {
    int w = Math.max(1, (int) (WIDTH * size.width()));
    int h = Math.max(1, (int) (WIDTH * size.height()));
    // Corners belong to no side.
    double left = mean(v, size, 0, w, h, size.height() - h);
    double right = mean(v, size, size.width() - w, size.width(), h, size.height() - h);
    double upper = mean(v, size, w, size.width() - w, 0, h);
    double lower = mean(v, size, w, size.width() - w, size.height() - h, size.height());
    double wrapping = Math.max(alike(v, size, true, signal), alike(v, size, false, signal));
    return new Rims(left, right, upper, lower, wrapping);
  }

  double ghosting(double signal, double floor) {
    if (!(signal > 0)) {
      return 0;
    }
    double along = left + right - 2 * floor;
    double across = upper + lower - 2 * floor;
    return Math.abs(across - along) / (2 * signal);
  }

  private static double mean(float[] v, Size size, int i0, int i1, int j0, int j1) {
    double sum = 0;
    long n = 0;
    for (int k = 0; k < size.depth(); k++) {
      for (int j = j0; j < j1; j++) {
        for (int i = i0; i < i1; i++) {
          sum += v[size.offset(i, j, k)];
          n++;
        }
      }
    }
    return n == 0 ? 0 : sum / n;
  }

  /** r of the first and the last line, times the share of places where both hold signal. */
  private static double alike(float[] v, Size size, boolean columns, double signal) {
    int n = columns ? size.height() : size.width();
    int last = columns ? size.width() - 1 : size.height() - 1;
    double a = 0;
    double b = 0;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    int both = 0;
    int all = n * size.depth();
    for (int k = 0; k < size.depth(); k++) {
      for (int t = 0; t < n; t++) {
        double x = v[columns ? size.offset(0, t, k) : size.offset(t, 0, k)];
        double y = v[columns ? size.offset(last, t, k) : size.offset(t, last, k)];
        both += x > signal && y > signal ? 1 : 0;
        a += x / all;
        b += y / all;
        aa += x * x / all;
        bb += y * y / all;
        ab += x * y / all;
      }
    }
    double spread = Math.sqrt(Math.max(0, aa - a * a) * Math.max(0, bb - b * b));
    double r = spread > 1e-9 * (Math.abs(aa) + Math.abs(bb)) ? (ab - a * b) / spread : 0;
    // What so few values agree in by chance is no hint.
    return r > 3 / Math.sqrt(all) ? r * both / all : 0;
  }
}
