package io.osler.core.transform;

import io.osler.core.config.InputException;
import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;

/** Intensity work channel by channel into a fresh array. */
public final class Channels {
  private static final int PART = 1 << 16;

  private Channels() {}

  /** Writes out[from, to) from in[from, to); the output array is zero before. */
  @FunctionalInterface
  interface Work {
    void run(float[] in, int from, int to, float[] out);
  }

  static Volume each(Volume image, Work work) {
    float[] in = image.voxels();
    float[] out = new float[in.length];
    int n = image.size().voxels();
    for (int c = 0; c < image.channels(); c++) {
      work.run(in, c * n, c * n + n, out);
    }
    return image.with(out);
  }

  /** How long an array of so many channels is; refused where Java has no such array. */
  static int length(int channels, Size size) {
    long length = (long) channels * size.voxels();
    if (length > Integer.MAX_VALUE - 8) {
      throw new InputException(
          channels + " channels of " + size + " voxels cannot be held.",
          "more than 2³¹ values.",
          "work on fewer channels or a smaller size.");
    }
    return (int) length;
  }

  /** The image itself, if every value is finite: statistics of anything else mean nothing. */
  public static Volume finite(Volume image, String step) {
    float[] v = image.voxels();
    int parts = (v.length + PART - 1) / PART;
    double bad = Parts.sum(parts, p -> undefined(v, p * PART, Math.min(v.length, (p + 1) * PART)));
    if (bad != 0) {
      throw undefined(step);
    }
    return image;
  }

  static InputException undefined(String step) {
    return new InputException(
        "The image holds NaN or infinite values, which " + step + " cannot measure.",
        "undefined voxels outside a field of view, or a damaged file.",
        "replace them first: the step 'fill-undefined' does.");
  }

  /** 0 if all are finite, NaN otherwise; four sums, as one would wait for each addition. */
  private static float undefined(float[] v, int from, int to) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      a += v[i] * 0;
      b += v[i + 1] * 0;
      c += v[i + 2] * 0;
      d += v[i + 3] * 0;
    }
    for (; i < to; i++) {
      a += v[i] * 0;
    }
    return a + b + c + d;
  }
}
