package io.osler.core.transform;

import io.osler.core.config.InputException;
import io.osler.core.parallel.Parts;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;

/** Intensity work channel by channel into a fresh array. */
public final class Channels {
  private static final int PART = 1 << 16;

  /** Far above any measurement; sums of many squares of it are still floats. */
  private static final float LARGEST = 1e15f;

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
    return image.with(sound(in, out));
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
    if (!within(image.voxels(), 1)) {
      throw undefined(step);
    }
    return image;
  }

  /** The image itself, if every value is finite and within ±10¹⁵: floats hold its squares. */
  public static Volume moderate(Volume image, String step) {
    if (!within(image.voxels(), Float.MAX_VALUE / LARGEST)) {
      finite(image, step);
      throw large(step);
    }
    return image;
  }

  /** The result itself, if float's range was not left on the way; NaN may come out of NaN. */
  static float[] sound(float[] in, float[] out) {
    if (!within(out, 1) && within(in, 1)) {
      throw large("this step");
    }
    return out;
  }

  private static InputException large(String step) {
    return new InputException(
        "The image holds values beyond ±10¹⁵, with which " + step + " cannot reckon.",
        "a mark of missing voxels, or a damaged scale in the file.",
        "bring a range of your choice to [0, 1] first: the step 'window(low=…, high=…)' does.");
  }

  static InputException undefined(String step) {
    return new InputException(
        "The image holds NaN or infinite values, which " + step + " cannot measure.",
        "undefined voxels outside a field of view, or a damaged file.",
        "replace them first: the step 'fill-undefined' does.");
  }

  /** Whether all are finite even times a factor. */
  private static boolean within(float[] v, float factor) {
    int parts = (v.length + PART - 1) / PART;
    double bad =
        Parts.sum(parts, p -> beyond(v, p * PART, Math.min(v.length, (p + 1) * PART), factor));
    return bad == 0;
  }

  /** 0 if all are, NaN otherwise; four sums, as one would wait for each addition. */
  private static float beyond(float[] v, int from, int to, float factor) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      a += v[i] * factor * 0;
      b += v[i + 1] * factor * 0;
      c += v[i + 2] * factor * 0;
      d += v[i + 3] * factor * 0;
    }
    for (; i < to; i++) {
      a += v[i] * factor * 0;
    }
    return a + b + c + d;
  }
}
