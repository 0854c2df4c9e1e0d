package io.osler.dicom.codec;

/** Numbers of a grid, told by the least of ever smaller parts (ITU-T T.800 section B.10.2). */
final class TagTree {
  private static final int UNKNOWN = Integer.MAX_VALUE;

  /** Widths of the levels, the leaves first, and where each level starts. */
  private final int[] widths;

  private final int[] starts;
  private final int[] values;
  private final int[] least;

  TagTree(int width, int height) {
    int levels = 1;
    for (int w = width, h = height; w > 1 || h > 1; levels++) {
      w = (w + 1) / 2;
      h = (h + 1) / 2;
    }
    this.widths = new int[levels];
    this.starts = new int[levels];
    int size = 0;
    int w = width;
    int h = height;
    for (int level = 0; level < levels; level++) {
      widths[level] = w;
      starts[level] = size;
      size += w * h;
      w = (w + 1) / 2;
      h = (h + 1) / 2;
    }
    this.values = new int[size];
    this.least = new int[size];
    java.util.Arrays.fill(values, UNKNOWN);
  }

  /** Whether the number at (x, y) is below {@code threshold}, by as many bits as that takes. */
  boolean isBelow(int x, int y, int threshold, PacketBits bits) {
    int low = 0;
    for (int level = widths.length - 1; level >= 0; level--) {
      int node = starts[level] + (y >> level) * widths[level] + (x >> level);
      low = Math.max(low, least[node]);
      while (low < threshold && low < values[node]) {
        if (bits.bit() == 1) {
          values[node] = low;
        } else {
          low++;
        }
      }
      least[node] = low;
    }
    return values[starts[0] + y * widths[0] + x] < threshold;
  }
}
