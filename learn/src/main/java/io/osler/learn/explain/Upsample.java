package io.osler.learn.explain;

import io.osler.core.volume.Size;

/** Linear interpolation axis by axis; the outer edges of both grids coincide. */
final class Upsample {
  private Upsample() {}

  static float[] linear(float[] values, Size from, Size to) {
    float[] out = values;
    Size now = from;
    for (int axis = 0; axis < 3; axis++) {
      Size next = now.with(axis, to.get(axis));
      out = along(axis, out, now, next);
      now = next;
    }
    return out;
  }

  private static float[] along(int axis, float[] values, Size from, Size to) {
    int stride = axis == 0 ? 1 : axis == 1 ? from.width() : from.width() * from.height();
    int n = from.get(axis);
    int m = to.get(axis);
    float[] out = new float[to.voxels()];
    int outer = values.length / (stride * n);
    for (int t = 0; t < m; t++) {
      double at = Math.clamp((t + 0.5) * n / m - 0.5, 0, n - 1);
      int low = (int) at;
      int high = Math.min(low + 1, n - 1);
      float part = (float) (at - low);
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < stride; i++) {
          float a = values[(o * n + low) * stride + i];
          float b = values[(o * n + high) * stride + i];
          out[(o * m + t) * stride + i] = a + part * (b - a);
        }
      }
    }
    return out;
  }
}
