package io.osler.dicom.codec;

/**
 * Subsampled components at full size: triangle weights for factors of two, as the Independent JPEG
 * Group's decoder has them and its users expect; repetition for the rest.
 */
final class Chroma {
  private Chroma() {}

  static void spread(
      JpegDecoder.Component one,
      int maxH,
      int maxV,
      int width,
      int height,
      int[] to,
      int first,
      int step) {
    if (maxH == one.h && maxV == one.v) {
      for (int y = 0; y < height; y++) {
        copy(one.samples, y * one.width, width, to, y * width * step + first, step);
      }
      return;
    }
    boolean wide = maxH == 2 * one.h;
    boolean smooth = wide && (maxV == one.v || maxV == 2 * one.v);
    int columns = (width * one.h + maxH - 1) / maxH;
    int rows = (height * one.v + maxV - 1) / maxV;
    if (!smooth || columns < 2) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int from = y * one.v / maxV * one.width + x * one.h / maxH;
          to[(y * width + x) * step + first] = one.samples[from];
        }
      }
      return;
    }
    boolean tall = maxV == 2 * one.v;
    int[] line = new int[columns];
    int shift = tall ? 4 : 2;
    int evenRound = tall ? 8 : 1;
    int oddRound = tall ? 7 : 2;
    for (int y = 0; y < height; y++) {
      int near = tall ? y / 2 : y;
      int far = tall ? Math.clamp(near + (y % 2 == 0 ? -1 : 1), 0, rows - 1) : near;
      for (int x = 0; x < columns; x++) {
        int here = one.samples[near * one.width + x];
        line[x] = tall ? 3 * here + one.samples[far * one.width + x] : here;
      }
      int at = y * width * step + first;
      for (int x = 0; x < width; x += 2, at += 2 * step) {
        int here = 3 * line[x >> 1];
        to[at] = here + line[Math.max(0, (x >> 1) - 1)] + evenRound >> shift;
        if (x + 1 < width) {
          to[at + step] = here + line[Math.min(columns - 1, (x >> 1) + 1)] + oddRound >> shift;
        }
      }
    }
  }

  private static void copy(int[] from, int at, int count, int[] to, int start, int step) {
    if (step == 1) {
      System.arraycopy(from, at, to, start, count);
      return;
    }
    for (int x = 0; x < count; x++) {
      to[start + x * step] = from[at + x];
    }
  }
}
