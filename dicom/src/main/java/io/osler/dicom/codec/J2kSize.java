package io.osler.dicom.codec;

/**
 * The reference grid: SIZ (ITU-T T.800 A.5.1, B.2, B.3).
 *
 * @param depths of each component, likewise {@code signed} and the subsampling {@code dx}, {@code
 *     dy}; owned by the record
 */
record J2kSize(
    int x0,
    int y0,
    int x1,
    int y1,
    int tileX0,
    int tileY0,
    int tileWidth,
    int tileHeight,
    int[] depths,
    boolean[] signed,
    int[] dx,
    int[] dy) {

  J2kSize {
    boolean fits =
        x0 >= 0
            && y0 >= 0
            && x1 > x0
            && y1 > y0
            && tileX0 >= 0
            && tileY0 >= 0
            && tileX0 <= x0
            && tileY0 <= y0
            && tileWidth > 0
            && tileHeight > 0
            && (long) tileX0 + tileWidth > x0
            && (long) tileY0 + tileHeight > y0;
    if (!fits || tiles(x1, tileX0, tileWidth) * tiles(y1, tileY0, tileHeight) > 65535) {
      throw Refusal.damaged("has impossible JPEG 2000 tiles");
    }
    for (int i = 0; i < depths.length; i++) {
      if (dx[i] == 0 || dy[i] == 0 || depths[i] > 31) {
        throw Refusal.damaged("has impossible JPEG 2000 components");
      }
    }
  }

  private static long tiles(int end, int start, int size) {
    return ((long) end - start + size - 1) / size;
  }

  /** Out of the body of the segment. */
  static J2kSize read(byte[] data, int at, int end) {
    int count = int16(data, at + 34);
    if (count < 1 || at + 36 + 3 * count > end) {
      throw Refusal.damaged("has impossible JPEG 2000 components");
    }
    int[] depths = new int[count];
    boolean[] signed = new boolean[count];
    int[] dx = new int[count];
    int[] dy = new int[count];
    for (int i = 0; i < count; i++) {
      int own = at + 36 + 3 * i;
      depths[i] = (data[own] & 0x7F) + 1;
      signed[i] = data[own] < 0;
      dx[i] = data[own + 1] & 0xFF;
      dy[i] = data[own + 2] & 0xFF;
    }
    return new J2kSize(
        int32(data, at + 10),
        int32(data, at + 14),
        int32(data, at + 2),
        int32(data, at + 6),
        int32(data, at + 26),
        int32(data, at + 30),
        int32(data, at + 18),
        int32(data, at + 22),
        depths,
        signed,
        dx,
        dy);
  }

  int components() {
    return depths.length;
  }

  int tilesAcross() {
    return (int) tiles(x1, tileX0, tileWidth);
  }

  int tiles() {
    return tilesAcross() * (int) tiles(y1, tileY0, tileHeight);
  }

  static int ceil(long a, long b) {
    return (int) ((a + b - 1) / b);
  }

  static int int16(byte[] data, int at) {
    return (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
  }

  static int int32(byte[] data, int at) {
    return int16(data, at) << 16 | int16(data, at + 2);
  }
}
