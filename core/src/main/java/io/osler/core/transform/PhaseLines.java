package io.osler.core.transform;

import io.osler.core.volume.Size;
import org.jtransforms.fft.DoubleFFT_1D;

/** The lines of one channel along the phase-encoding axis, to and from spatial frequency. */
final class PhaseLines {
  private PhaseLines() {}

  /** Changes the spectrum of a line in place: real and imaginary parts in turn. */
  @FunctionalInterface
  interface Change {
    void run(double[] spectrum, double[] second);
  }

  /**
   * out = low + |F⁻¹(change(F(first − low), F(second − low)))| line by line; both arrays hold one
   * channel.
   */
  static void each(
      float[] first, float[] second, double low, Size size, Axis axis, float[] out, Change change) {
    int n = size.get(axis.ordinal());
    int stride = axis == Axis.I ? 1 : axis == Axis.J ? size.width() : size.width() * size.height();
    DoubleFFT_1D transform = new DoubleFFT_1D(n);
    double[] a = new double[2 * n];
    double[] b = new double[2 * n];
    int voxels = size.voxels();
    for (int block = 0; block < voxels; block += stride * n) {
      for (int start = block; start < block + stride; start++) {
        for (int p = 0; p < n; p++) {
          a[2 * p] = first[start + p * stride] - low;
          a[2 * p + 1] = 0;
          b[2 * p] = second[start + p * stride] - low;
          b[2 * p + 1] = 0;
        }
        transform.complexForward(a);
        if (second != first) {
          transform.complexForward(b);
        }
        change.run(a, b);
        transform.complexInverse(a, true);
        for (int p = 0; p < n; p++) {
          out[start + p * stride] = (float) (low + Math.hypot(a[2 * p], a[2 * p + 1]));
        }
      }
    }
  }
}
