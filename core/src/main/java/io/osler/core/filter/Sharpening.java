package io.osler.core.filter;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * E(u | v): the histogram of v, deconvolved from a Gaussian by a Wiener filter, tells what an
 * intensity without shading is expected where v is seen (Sled, Zijdenbos and Evans 1998).
 */
record Sharpening(double low, double slope, double[] table) {
  private static final int BINS = 200;
  private static final int PADDED = 512;
  private static final int OFFSET = (PADDED - BINS) / 2;
  private static final double WIDTH = 0.15;
  private static final double NOISE = 0.01;

  static Sharpening of(float[] v, Size size, double low, double high) {
    double slope = (high - low) / (BINS - 1);
    double[] h = histogram(v, size, low, slope);
    double[] spectrum = new double[2 * PADDED];
    for (int b = 0; b < BINS; b++) {
      spectrum[2 * (b + OFFSET)] = h[b];
    }
    DoubleFFT_1D fft = new DoubleFFT_1D(PADDED);
    fft.complexForward(spectrum);
    double[] f = gaussian(slope, fft);
    for (int n = 0; n < PADDED; n++) {
      double re = f[2 * n];
      double im = f[2 * n + 1];
      // Re(conj F / (|F|² + noise))
      double gain = re / (re * re + im * im + NOISE);
      spectrum[2 * n] *= gain;
      spectrum[2 * n + 1] *= gain;
    }
    fft.complexInverse(spectrum, true);
    double[] mass = new double[2 * PADDED];
    double[] moment = new double[2 * PADDED];
    for (int n = 0; n < PADDED; n++) {
      double u = Math.max(0, spectrum[2 * n]);
      mass[2 * n] = u;
      moment[2 * n] = (low + (n - OFFSET) * slope) * u;
    }
    blur(mass, f, fft);
    blur(moment, f, fft);
    double[] table = new double[BINS];
    for (int b = 0; b < BINS; b++) {
      double ratio = moment[2 * (b + OFFSET)] / mass[2 * (b + OFFSET)];
      table[b] = Double.isFinite(ratio) ? ratio : 0;
    }
    return new Sharpening(low, slope, table);
  }

  /** Each value shared between its two nearest bins. */
  private static double[] histogram(float[] v, Size size, double low, double slope) {
    int slabs = Math.min(64, size.height() * size.depth());
    long rows = (long) size.height() * size.depth();
    double[][] parts = new double[slabs][BINS + 1];
    Parts.each(
        slabs,
        s -> {
          double[] own = parts[s];
          int from = (int) (rows * s / slabs) * size.width();
          int end = (int) (rows * (s + 1) / slabs) * size.width();
          for (int i = from; i < end; i++) {
            if (!Float.isNaN(v[i])) {
              double at = (v[i] - low) / slope;
              int bin = (int) at;
              double over = at - bin;
              if (bin < BINS - 1) {
                own[bin] += 1 - over;
                own[bin + 1] += over;
              } else if (over == 0) {
                own[BINS - 1]++;
              }
            }
          }
        });
    double[] sum = new double[BINS];
    for (double[] part : parts) {
      for (int b = 0; b < BINS; b++) {
        sum[b] += part[b];
      }
    }
    return sum;
  }

  private static double[] gaussian(double slope, DoubleFFT_1D fft) {
    double width = WIDTH / slope;
    double factor = 4 * Math.log(2) / (width * width);
    double scale = 2 * Math.sqrt(Math.log(2) / Math.PI) / width;
    double[] f = new double[2 * PADDED];
    for (int n = 0; n <= PADDED / 2; n++) {
      double value = scale * Math.exp(-(double) n * n * factor);
      f[2 * n] = value;
      f[2 * (PADDED - n) % (2 * PADDED)] = value;
    }
    fft.complexForward(f);
    return f;
  }

  private static void blur(double[] line, double[] f, DoubleFFT_1D fft) {
    fft.complexForward(line);
    for (int n = 0; n < PADDED; n++) {
      double re = line[2 * n] * f[2 * n] - line[2 * n + 1] * f[2 * n + 1];
      double im = line[2 * n] * f[2 * n + 1] + line[2 * n + 1] * f[2 * n];
      line[2 * n] = re;
      line[2 * n + 1] = im;
    }
    fft.complexInverse(line, true);
  }

  double expected(double v) {
    double at = (v - low) / slope;
    int bin = (int) at;
    return bin < BINS - 1
        ? table[bin] + (table[bin + 1] - table[bin]) * (at - bin)
        : table[BINS - 1];
  }
}
