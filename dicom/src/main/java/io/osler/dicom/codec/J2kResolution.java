package io.osler.dicom.codec;

import java.util.List;

/** A resolution of a tile's component, its sub-bands and precincts (ITU-T T.800 B.5 to B.7). */
final class J2kResolution {
  final int x0;
  final int y0;
  final int x1;
  final int y1;
  final List<J2kBand> bands;
  final int precinctsAcross;
  final long precinctCount;

  /** Reference grid points to a sample: 2^(levels − number). */
  private final int down;

  private final int number;
  private final int precinctWidth;
  private final int precinctHeight;
  private final J2kStyle style;
  private Precinct[] precincts = new Precinct[0];

  /** Resolution {@code number} of a tile-component with the bounds x0, y0, x1, y1. */
  J2kResolution(J2kStyle style, J2kQuantiser quantiser, int shift, int bits, int number, int[] of) {
    this.style = style;
    this.number = number;
    this.down = style.levels() - number;
    this.x0 = halved(of[0], down, 0);
    this.y0 = halved(of[1], down, 0);
    this.x1 = halved(of[2], down, 0);
    this.y1 = halved(of[3], down, 0);
    this.precinctWidth = style.precincts()[number] & 15;
    this.precinctHeight = style.precincts()[number] >> 4;
    boolean empty = x1 <= x0 || y1 <= y0;
    this.precinctsAcross = empty ? 0 : (x1 - 1 >> precinctWidth) + 1 - (x0 >> precinctWidth);
    this.precinctCount =
        empty
            ? 0
            : (long) precinctsAcross * ((y1 - 1 >> precinctHeight) + 1 - (y0 >> precinctHeight));
    this.bands =
        number == 0
            ? List.of(band(quantiser, shift, bits, 0, of))
            : List.of(
                band(quantiser, shift, bits, 1, of),
                band(quantiser, shift, bits, 2, of),
                band(quantiser, shift, bits, 3, of));
  }

  private J2kBand band(J2kQuantiser quantiser, int shift, int bits, int orientation, int[] of) {
    int level = number == 0 ? down : down + 1;
    int right = orientation & 1;
    int low = orientation >> 1;
    int index = number == 0 ? 0 : 3 * (number - 1) + orientation;
    return new J2kBand(
        orientation,
        halved(of[0], level, right),
        halved(of[1], level, low),
        halved(of[2], level, right),
        halved(of[3], level, low),
        quantiser.planes(index) + shift,
        style.reversible() ? 1 : quantiser.step(index, bits));
  }

  /** ⌈(v − high · 2^(level − 1)) / 2^level⌉. */
  private static int halved(int v, int level, int high) {
    long from = high == 0 ? v : v - (1L << level - 1);
    return (int) (from + (1L << level) - 1 >> level);
  }

  int width() {
    return x1 - x0;
  }

  int height() {
    return y1 - y0;
  }

  void makeRoom() {
    precincts = new Precinct[Math.toIntExact(precinctCount)];
  }

  /** Where on the reference grid the precinct is met when packets go by position. */
  long gridX(int precinct, int tileX0, int dx) {
    return grid(precinct % precinctsAcross, x0, precinctWidth, tileX0, dx);
  }

  long gridY(int precinct, int tileY0, int dy) {
    return grid(precinct / precinctsAcross, y0, precinctHeight, tileY0, dy);
  }

  private long grid(int index, int start, int exponent, int tile, int subsampling) {
    return index == 0 && (start & (1 << exponent) - 1) != 0
        ? tile
        : ((long) (start >> exponent) + index << exponent + down) * subsampling;
  }

  Precinct[] precincts() {
    return precincts;
  }

  Precinct precinct(int index) {
    Precinct precinct = precincts[index];
    if (precinct == null) {
      precinct = made(index);
      precincts[index] = precinct;
    }
    return precinct;
  }

  private Precinct made(int index) {
    int finer = number == 0 ? 0 : 1;
    int w = precinctWidth - finer;
    int h = precinctHeight - finer;
    long left = (long) (x0 >> precinctWidth) + index % precinctsAcross << w;
    long top = (long) (y0 >> precinctHeight) + index / precinctsAcross << h;
    Precinct precinct = new Precinct();
    for (J2kBand band : bands) {
      if (!band.isEmpty()) {
        int[] bounds = {
          (int) Math.max(band.x0(), left),
          (int) Math.max(band.y0(), top),
          (int) Math.min(band.x1(), left + (1L << w)),
          (int) Math.min(band.y1(), top + (1L << h))
        };
        precinct.shares.add(
            new Precinct.Share(
                band, bounds, Math.min(style.blockWidth(), w), Math.min(style.blockHeight(), h)));
      }
    }
    return precinct;
  }
}
