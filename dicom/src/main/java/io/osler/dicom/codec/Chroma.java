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
    for (int y = 0; y < height; y++) {
      int near = tall ? y / 2 : y;
      int far = tall ? Math.clamp(near + (y % 2 == 0 ? -1 : 1), 0, rows - 1) : near;
      for (int x = 0; x < columns; x++) {
        int here = one.samples[near * one.width + x];
        line[x] = tall ? 3 * here + one.samples[far * one.width + x] : here;
      }
      for (int x = 0; x < width; x++) {
        int at = x / 2;
        int beside = Math.clamp(at + (x % 2 == 0 ? -1 : 1), 0, columns - 1);
        int sum = 3 * line[at] + line[beside];
        int value = tall ? sum + (x % 2 == 0 ? 8 : 7) >> 4 : sum + (x % 2 == 0 ? 1 : 2) >> 2;
        to[(y * width + x) * step + first] = value;
      }
    }
  }
}
