package io.osler.core.filter;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;

/**
 * What {@link Spectrum} does, in float and many lines at once, where no axis has a prime factor
 * above 5. The slowest axis goes first, as its lines lie side by side: the first half of a slice
 * and the second are the real and imaginary parts of the same lines, of whose spectra half are
 * kept. Along i come transform, gain and inverse in one, as only there rows have to be turned.
 */
final class LaneSpectrum {
  /** Values of a tile: two of them, complex, stay in a core's second cache. */
  private static final int TILE = 1 << 15;

  private static final int NARROW = 16;
  private static final int WIDE = 128;

  /** Results do not depend on the tiles, so as many as keep this machine's cores busy. */
  private static final int TILES = 2 * Runtime.getRuntime().availableProcessors();

  /** Floats of the widest vector instruction. */
  private static final int VECTOR = 16;

  private final Size size;

  /** Along the slowest axis: its length, how many frequencies are kept, voxels of one place. */
  private final int n;

  private final int half;
  private final int plane;
  private final float[] re;
  private final float[] im;

  private LaneSpectrum(Size size) {
    this.size = size;
    n = size.depth() > 1 ? size.depth() : size.height();
    half = n / 2 + 1;
    plane = size.voxels() / n;
    int length = Math.multiplyExact(half, plane);
    re = new float[length];
    im = new float[length];
  }

  static boolean fits(Size size) {
    return Lanes.fits(size.width()) && Lanes.fits(size.height()) && Lanes.fits(size.depth());
  }

  static float[] filtered(float[] in, Size size, Spectrum.Gain gain) {
    LaneSpectrum s = new LaneSpectrum(size);
    s.slowest(in, true);
    if (size.depth() > 1) {
      s.middle(true);
    }
    s.weighed(gain);
    if (size.depth() > 1) {
      s.middle(false);
    }
    float[] out = new float[in.length];
    s.slowest(out, false);
    return out;
  }

  /** About so many lanes at once; enough tiles for several cores. */
  private static int lanes(int length, int all) {
    return Math.min(
        Math.max(NARROW, (all + TILES - 1) / TILES), Math.clamp(TILE / length, NARROW, WIDE));
  }

  /**
   * Tiles are about equally wide, as one of a single lane would cost as much as a full one, and
   * fill vector instructions.
   */
  private static int even(int lanes, int about) {
    int tiles = Math.max(1, (lanes + about / 2) / about);
    return Math.ceilDiv(Math.ceilDiv(lanes, tiles), VECTOR) * VECTOR;
  }

  /** Voxels to half spectra along the slowest axis, and the other way. */
  private void slowest(float[] v, boolean forward) {
    int right = (plane + 1) / 2;
    int w = even(right, lanes(n, right));
    int tiles = (right + w - 1) / w;
    Lanes lanes = Lanes.of(n);
    float scale = 1f / size.voxels();
    Parts.each(
        tiles,
        tile -> {
          int at = tile * w;
          int wide = Math.min(w, right - at);
          int second = Math.min(wide, plane - right - at);
          float[][][] x = new float[2][n][wide];
          float[][][] work = new float[2][n][wide];
          if (forward) {
            for (int p = 0; p < n; p++) {
              System.arraycopy(v, at + p * plane, x[0][p], 0, wide);
              System.arraycopy(v, at + p * plane + right, x[1][p], 0, second);
            }
            split(lanes.forward(x, work), at, right, second);
          } else {
            merge(x, at, right, second);
            float[][][] y = lanes.forward(turned(x), turned(work));
            for (int p = 0; p < n; p++) {
              scale(y[1][p], scale);
              scale(y[0][p], scale);
              System.arraycopy(y[1][p], 0, v, at + p * plane, wide);
              System.arraycopy(y[0][p], 0, v, at + p * plane + right, second);
            }
          }
        });
  }

  private static void scale(float[] row, float factor) {
    for (int l = 0; l < row.length; l++) {
      row[l] *= factor;
    }
  }

  private static float[][][] turned(float[][][] x) {
    return new float[][][] {x[1], x[0]};
  }

  /** The spectra of the left and the right half from that of left + i·right. */
  private void split(float[][][] z, int at, int right, int second) {
    int wide = z[0][0].length;
    float[][] a = new float[4][wide];
    for (int c = 0; c < half; c++) {
      int mirror = (n - c) % n;
      split(z[0][c], z[1][c], z[0][mirror], z[1][mirror], a[0], a[1], a[2], a[3]);
      int to = c * plane + at;
      System.arraycopy(a[0], 0, re, to, wide);
      System.arraycopy(a[1], 0, im, to, wide);
      System.arraycopy(a[2], 0, re, to + right, second);
      System.arraycopy(a[3], 0, im, to + right, second);
    }
  }

  private static void split(
      float[] zr,
      float[] zi,
      float[] mr,
      float[] mi,
      float[] ar,
      float[] ai,
      float[] br,
      float[] bi) {
    for (int l = 0; l < ar.length; l++) {
      ar[l] = (zr[l] + mr[l]) / 2;
      ai[l] = (zi[l] - mi[l]) / 2;
      br[l] = (zi[l] + mi[l]) / 2;
      bi[l] = (mr[l] - zr[l]) / 2;
    }
  }

  private void merge(float[][][] z, int at, int right, int second) {
    int wide = z[0][0].length;
    float[][] a = new float[4][wide];
    for (int c = 0; c < half; c++) {
      int from = c * plane + at;
      System.arraycopy(re, from, a[0], 0, wide);
      System.arraycopy(im, from, a[1], 0, wide);
      System.arraycopy(re, from + right, a[2], 0, second);
      System.arraycopy(im, from + right, a[3], 0, second);
      int mirror = (n - c) % n; // itself at both ends, where the second of two equal values stays
      merge(a[0], a[1], a[2], a[3], z[0][mirror], z[1][mirror], -1);
      merge(a[0], a[1], a[2], a[3], z[0][c], z[1][c], 1);
    }
  }

  /** a + i·b, or with the sign turned the conjugate of a − i·b. */
  private static void merge(
      float[] ar, float[] ai, float[] br, float[] bi, float[] zr, float[] zi, float sign) {
    for (int l = 0; l < ar.length; l++) {
      zr[l] = ar[l] - sign * bi[l];
      zi[l] = sign * ai[l] + br[l];
    }
  }

  /** Along j, where k is the slowest: complex lines side by side. */
  private void middle(boolean forward) {
    int width = size.width();
    int height = size.height();
    int w = even(width, lanes(height, half * width));
    int tiles = (width + w - 1) / w;
    Lanes lanes = Lanes.of(height);
    Parts.each(
        half * tiles,
        part -> {
          int first = part % tiles * w;
          int wide = Math.min(w, width - first);
          int from = part / tiles * plane + first;
          float[][][] x = new float[2][height][wide];
          for (int p = 0; p < height; p++) {
            System.arraycopy(re, from + p * width, x[0][p], 0, wide);
            System.arraycopy(im, from + p * width, x[1][p], 0, wide);
          }
          float[][][] work = new float[2][height][wide];
          float[][][] y =
              forward ? lanes.forward(x, work) : turned(lanes.forward(turned(x), turned(work)));
          for (int p = 0; p < height; p++) {
            System.arraycopy(y[0][p], 0, re, from + p * width, wide);
            System.arraycopy(y[1][p], 0, im, from + p * width, wide);
          }
        });
  }

  /** Along i: transform, gain, inverse; some rows at once, turned into columns. */
  private void weighed(Spectrum.Gain gain) {
    int width = size.width();
    int rows = re.length / width;
    int w = even(rows, lanes(width, rows));
    Lanes lanes = Lanes.of(width);
    Parts.each(
        (rows + w - 1) / w,
        tile -> {
          int first = tile * w;
          int wide = Math.min(w, rows - first);
          float[][][] x = new float[2][width][wide];
          float[][][] work = new float[2][width][wide];
          columns(re, first * width, x[0]);
          columns(im, first * width, x[1]);
          float[][][] y = lanes.forward(x, work);
          weigh(y, first, gain);
          y = turned(lanes.forward(turned(y), turned(y == x ? work : x)));
          rows(y[0], re, first * width);
          rows(y[1], im, first * width);
        });
  }

  /** Block by block: whole rows, a power of two apart, would evict each other. */
  private static void columns(float[] v, int at, float[][] columns) {
    int n = columns.length;
    int lanes = columns[0].length;
    for (int first = 0; first < lanes; first += VECTOR) {
      int end = Math.min(lanes, first + VECTOR);
      for (int p = 0; p < n; p++) {
        float[] column = columns[p];
        for (int l = first; l < end; l++) {
          column[l] = v[at + l * n + p];
        }
      }
    }
  }

  private static void rows(float[][] columns, float[] v, int at) {
    int n = columns.length;
    int lanes = columns[0].length;
    for (int first = 0; first < lanes; first += VECTOR) {
      int end = Math.min(lanes, first + VECTOR);
      for (int p = 0; p < n; p++) {
        float[] column = columns[p];
        for (int l = first; l < end; l++) {
          v[at + l * n + p] = column[l];
        }
      }
    }
  }

  private void weigh(float[][][] y, int first, Spectrum.Gain gain) {
    int wide = y[0][0].length;
    boolean solid = size.depth() > 1;
    double[] fj = new double[wide];
    double[] fk = new double[wide];
    for (int l = 0; l < wide; l++) {
      double slow = (double) ((first + l) / (plane / size.width())) / n;
      fj[l] = solid ? Spectrum.frequency((first + l) % size.height(), size.height()) : slow;
      fk[l] = solid ? slow : 0;
    }
    float[] g = new float[wide];
    for (int p = 0; p < size.width(); p++) {
      gain.at(Spectrum.frequency(p, size.width()), fj, fk, g);
      multiply(y[0][p], g);
      multiply(y[1][p], g);
    }
  }

  private static void multiply(float[] row, float[] factors) {
    for (int l = 0; l < row.length; l++) {
      row[l] *= factors[l];
    }
  }
}
