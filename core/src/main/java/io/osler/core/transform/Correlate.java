package io.osler.core.transform;

import io.osler.core.volume.Size;

/**
 * out[o] = Σₜ w[t]·in[clamp(o + t − r)] along one axis, as sums of whole weighted rows so that the
 * inner loop vectorises.
 */
final class Correlate {
  private Correlate() {}

  static float[] along(float[] in, Size size, int axis, float[] kernel) {
    int n = size.get(axis);
    int reach = kernel.length / 2;
    int inner = axis == 0 ? 1 : axis == 1 ? size.width() : size.width() * size.height();
    int outer = in.length / (n * inner);
    float[] out = new float[in.length];
    if (inner == 1) {
      float[] padded = new float[n + 2 * reach];
      for (int line = 0; line < outer; line++) {
        int at = line * n;
        for (int p = 0; p < padded.length; p++) {
          padded[p] = in[at + Math.clamp(p - reach, 0, n - 1)];
        }
        for (int t = 0; t < kernel.length; t++) {
          float w = kernel[t];
          for (int i = 0; i < n; i++) {
            out[at + i] += w * padded[t + i];
          }
        }
      }
      return out;
    }
    for (int line = 0; line < outer; line++) {
      for (int o = 0; o < n; o++) {
        int target = (line * n + o) * inner;
        for (int t = 0; t < kernel.length; t++) {
          float w = kernel[t];
          int source = (line * n + Math.clamp(o + t - reach, 0, n - 1)) * inner;
          for (int i = 0; i < inner; i++) {
            out[target + i] += w * in[source + i];
          }
        }
      }
    }
    return out;
  }
}
