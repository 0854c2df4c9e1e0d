package io.osler.core.filter;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * F⁻¹(H·F v) for a real gain H(f) = H(−f): rows along i become half spectra, columns along j and k
 * follow a few at a time. Lines are computed in double and kept in float.
 */
final class Spectrum {
  private static final int TILE = 8;

  private Spectrum() {}

  /** Of frequencies along i, j and k in periods per voxel, each from −½ to ½. */
  @FunctionalInterface
  interface Gain {
    double at(double fi, double fj, double fk);

    /** At one fi and several fj and fk. */
    default void at(double fi, double[] fj, double[] fk, float[] gains) {
      for (int l = 0; l < gains.length; l++) {
        gains[l] = (float) at(fi, fj[l], fk[l]);
      }
    }
  }

  static float[] filtered(float[] in, Size size, Gain gain) {
    return LaneSpectrum.fits(size)
        ? LaneSpectrum.filtered(in, size, gain)
        : lineByLine(in, size, gain);
  }

  /** For any lengths. */
  static float[] lineByLine(float[] in, Size size, Gain gain) {
    int width = size.width();
    int half = width / 2 + 1;
    int rows = size.height() * size.depth();
    float[] spectrum = new float[Math.multiplyExact(2 * half, rows)];
    DoubleFFT_1D along = new DoubleFFT_1D(width);
    Parts.each(
        rows,
        row -> {
          double[] line = new double[2 * width];
          for (int i = 0; i < width; i++) {
            line[i] = in[row * width + i];
          }
          along.realForwardFull(line);
          for (int c = 0; c < 2 * half; c++) {
            spectrum[row * 2 * half + c] = (float) line[c];
          }
        });
    columns(spectrum, size, half, 1, true);
    columns(spectrum, size, half, 2, true);
    weigh(spectrum, size, half, gain);
    columns(spectrum, size, half, 2, false);
    columns(spectrum, size, half, 1, false);
    float[] out = new float[in.length];
    Parts.each(
        rows,
        row -> {
          double[] line = new double[2 * width];
          int at = row * 2 * half;
          for (int c = 0; c < half; c++) {
            line[2 * c] = spectrum[at + 2 * c];
            line[2 * c + 1] = spectrum[at + 2 * c + 1];
            if (c > 0) {
              line[2 * (width - c)] = line[2 * c];
              line[2 * (width - c) + 1] = -line[2 * c + 1];
            }
          }
          along.complexInverse(line, true);
          for (int i = 0; i < width; i++) {
            out[row * width + i] = (float) line[2 * i];
          }
        });
    return out;
  }

  private static void columns(float[] s, Size size, int half, int axis, boolean forward) {
    int n = size.get(axis);
    if (n == 1) {
      return;
    }
    DoubleFFT_1D along = new DoubleFFT_1D(n);
    int row = 2 * half;
    int stride = axis == 1 ? row : row * size.height();
    int tiles = (half + TILE - 1) / TILE;
    int blocks = axis == 1 ? size.depth() : size.height();
    Parts.each(
        blocks * tiles,
        part -> {
          int first = part % tiles * TILE;
          int w = Math.min(TILE, half - first);
          int from = 2 * first + part / tiles * (axis == 1 ? row * size.height() : row);
          double[][] lines = new double[w][2 * n];
          for (int p = 0; p < n; p++) {
            for (int c = 0; c < w; c++) {
              lines[c][2 * p] = s[from + p * stride + 2 * c];
              lines[c][2 * p + 1] = s[from + p * stride + 2 * c + 1];
            }
          }
          for (double[] line : lines) {
            if (forward) {
              along.complexForward(line);
            } else {
              along.complexInverse(line, true);
            }
          }
          for (int p = 0; p < n; p++) {
            for (int c = 0; c < w; c++) {
              s[from + p * stride + 2 * c] = (float) lines[c][2 * p];
              s[from + p * stride + 2 * c + 1] = (float) lines[c][2 * p + 1];
            }
          }
        });
  }

  private static void weigh(float[] s, Size size, int half, Gain gain) {
    Parts.each(
        size.height() * size.depth(),
        row -> {
          double fj = frequency(row % size.height(), size.height());
          double fk = frequency(row / size.height(), size.depth());
          for (int c = 0; c < half; c++) {
            float g = (float) gain.at((double) c / size.width(), fj, fk);
            s[(row * half + c) * 2] *= g;
            s[(row * half + c) * 2 + 1] *= g;
          }
        });
  }

  static double frequency(int index, int n) {
    return (double) (2 * index > n ? index - n : index) / n;
  }
}
