package io.osler.core.filter;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;

/**
 * What {@link Spectrum} does, in float and many lines at once, where no axis has a prime factor
 * above 5. Two rows along i are the real and imaginary part of one line; along the last axis the
 * gain is applied between the transform and its inverse.
 */
final class LaneSpectrum {
  private static final int LANES = 32;
  private static final int COLUMNS = 64;

  private final Size size;
  private final int half;
  private final float[] re;
  private final float[] im;

  private LaneSpectrum(Size size) {
    this.size = size;
    half = size.width() / 2 + 1;
    int n = Math.multiplyExact(half, size.height() * size.depth());
    re = new float[n];
    im = new float[n];
  }

  static boolean fits(Size size) {
    return Lanes.fits(size.width()) && Lanes.fits(size.height()) && Lanes.fits(size.depth());
  }

  static float[] filtered(float[] in, Size size, Spectrum.Gain gain) {
    LaneSpectrum s = new LaneSpectrum(size);
    s.rows(in, true);
    int last = size.depth() > 1 ? 2 : 1;
    if (last == 2) {
      s.columns(1, false, (re, im, part) -> {});
    }
    s.columns(last, true, (re, im, part) -> s.weigh(re, im, part, last, gain));
    if (last == 2) {
      s.columns(1, true, (re, im, part) -> {});
    }
    float[] out = new float[in.length];
    s.rows(out, false);
    return out;
  }

  /** Rows to half spectra and the other way. */
  private void rows(float[] v, boolean forward) {
    int n = size.width();
    int rows = size.height() * size.depth();
    Lanes lanes = Lanes.of(n);
    float scale = 1f / size.voxels();
    Parts.each(
        (rows + 2 * LANES - 1) / (2 * LANES),
        tile -> {
          int first = tile * 2 * LANES;
          int pairs = (Math.min(rows, first + 2 * LANES) - first + 1) / 2;
          float[][][] x = new float[2][n][pairs];
          float[][][] work = new float[2][n][pairs];
          for (int l = 0; l < pairs; l++) {
            int a = first + 2 * l;
            boolean both = a + 1 < rows;
            if (forward) {
              load(v, a * n, x[0], l);
              if (both) {
                load(v, (a + 1) * n, x[1], l);
              }
            } else {
              merge(a, both ? a + 1 : a, x, l);
            }
          }
          float[][][] y = forward ? lanes.forward(x, work) : lanes.forward(turned(x), turned(work));
          for (int l = 0; l < pairs; l++) {
            int a = first + 2 * l;
            boolean both = a + 1 < rows;
            if (forward) {
              split(y, a, both ? a + 1 : a, l);
            } else {
              store(y[1], l, v, a * n, scale);
              if (both) {
                store(y[0], l, v, (a + 1) * n, scale);
              }
            }
          }
        });
  }

  private static float[][][] turned(float[][][] x) {
    return new float[][][] {x[1], x[0]};
  }

  private static void load(float[] v, int at, float[][] rows, int l) {
    for (int p = 0; p < rows.length; p++) {
      rows[p][l] = v[at + p];
    }
  }

  private static void store(float[][] rows, int l, float[] v, int at, float scale) {
    for (int p = 0; p < rows.length; p++) {
      v[at + p] = rows[p][l] * scale;
    }
  }

  /** The spectra of two real rows from that of a + ib; b first, so that a = b keeps a. */
  private void split(float[][][] z, int a, int b, int l) {
    int n = size.width();
    for (int c = 0; c < half; c++) {
      int mirror = c == 0 ? 0 : n - c;
      float zr = z[0][c][l];
      float zi = z[1][c][l];
      float mr = z[0][mirror][l];
      float mi = z[1][mirror][l];
      re[b * half + c] = (zi + mi) / 2;
      im[b * half + c] = (mr - zr) / 2;
      re[a * half + c] = (zr + mr) / 2;
      im[a * half + c] = (zi - mi) / 2;
    }
  }

  private void merge(int a, int b, float[][][] z, int l) {
    int n = size.width();
    boolean both = a != b;
    for (int c = 0; c < half; c++) {
      float ar = re[a * half + c];
      float ai = im[a * half + c];
      float br = both ? re[b * half + c] : 0;
      float bi = both ? im[b * half + c] : 0;
      z[0][c][l] = ar - bi;
      z[1][c][l] = ai + br;
      if (c > 0 && 2 * c < n) {
        z[0][n - c][l] = ar + bi;
        z[1][n - c][l] = br - ai;
      }
    }
  }

  /** What happens to a tile of columns between the transform and its inverse. */
  @FunctionalInterface
  private interface Between {
    void run(float[][] re, float[][] im, int part);
  }

  /**
   * Along j or k: with {@code back} false only the transform, else, along the last axis, transform,
   * gain and inverse, and along the other only the inverse.
   */
  private void columns(int axis, boolean back, Between between) {
    int n = size.get(axis);
    boolean last = axis == 2 || size.depth() == 1;
    Lanes lanes = Lanes.of(n);
    int stride = axis == 1 ? half : half * size.height();
    Parts.each(
        blocks(axis) * tiles(),
        part -> {
          int first = part % tiles() * wide();
          int w = Math.min(wide(), half - first);
          int from = first + part / tiles() * (axis == 1 ? half * size.height() : half);
          float[][][] x = new float[2][n][w];
          float[][][] work = new float[2][n][w];
          for (int p = 0; p < n; p++) {
            System.arraycopy(re, from + p * stride, x[0][p], 0, w);
            System.arraycopy(im, from + p * stride, x[1][p], 0, w);
          }
          float[][][] y = x;
          if (last || !back) {
            y = lanes.forward(x, work);
          }
          if (back) {
            between.run(y[0], y[1], part);
            y = turned(lanes.forward(turned(y), turned(y == x ? work : x)));
          }
          for (int p = 0; p < n; p++) {
            System.arraycopy(y[0][p], 0, re, from + p * stride, w);
            System.arraycopy(y[1][p], 0, im, from + p * stride, w);
          }
        });
  }

  private int tiles() {
    return (half + COLUMNS - 1) / COLUMNS;
  }

  /** Tiles are about equally wide: one of a single column would cost as much as a full one. */
  private int wide() {
    return (half + tiles() - 1) / tiles();
  }

  private int blocks(int axis) {
    return axis == 1 ? size.depth() : size.height();
  }

  private void weigh(float[][] re, float[][] im, int part, int axis, Spectrum.Gain gain) {
    int first = part % tiles() * wide();
    int block = part / tiles();
    for (int p = 0; p < re.length; p++) {
      double along = Spectrum.frequency(p, re.length);
      double fj = axis == 1 ? along : Spectrum.frequency(block, size.height());
      double fk = axis == 2 ? along : 0;
      for (int l = 0; l < re[p].length; l++) {
        float g = (float) gain.at((double) (first + l) / size.width(), fj, fk);
        re[p][l] *= g;
        im[p][l] *= g;
      }
    }
  }
}
