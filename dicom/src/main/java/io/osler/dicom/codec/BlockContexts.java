package io.osler.dicom.codec;

/**
 * Contexts of the bit-plane coder (ITU-T T.800 section D.3) by the bits of a flag word.
 *
 * <p>A word stands for a column of four samples. Its bits 0 to 17 say which samples of the three
 * columns and six rows around are significant, row by row from the upper left; bits 18, 19, 22, 25,
 * 28 and 31 are the signs of the middle column, the sample above and the one below included; bits
 * 20, 23, 26 and 29 say that a sample was refined before, bits 21, 24, 27 and 30 that it was coded
 * in this bit-plane. The word moved right by 3·row shows row after row at the same place.
 */
final class BlockContexts {
  static final int AROUND = 0x1EF;
  static final int SIGNIFICANT = 1 << 4;
  static final int REFINED = 1 << 20;
  static final int CODED = 1 << 21;
  static final int ALL_CODED = 0x49200000;

  /** The first bit of each row. */
  static final int ROWS = 0x249;

  /** Zero coding, by orientation (LL, HL, LH, HH) and the nine bits around. */
  static final byte[][] ZERO = new byte[4][512];

  /** Sign coding: the context, plus 128 where the bit is turned. */
  static final byte[] SIGN = new byte[256];

  static {
    for (int around = 0; around < 512; around++) {
      int h = bit(around, 3) + bit(around, 5);
      int v = bit(around, 1) + bit(around, 7);
      int d = bit(around, 0) + bit(around, 2) + bit(around, 6) + bit(around, 8);
      ZERO[0][around] = (byte) oneWay(h, v, d);
      ZERO[1][around] = (byte) oneWay(v, h, d);
      ZERO[2][around] = ZERO[0][around];
      ZERO[3][around] = (byte) bothWays(h + v, d);
    }
    for (int signs = 0; signs < 256; signs++) {
      int h = share(signs, 3, 0) + share(signs, 5, 2);
      int v = share(signs, 1, 4) + share(signs, 7, 6);
      SIGN[signs] = (byte) sign(Math.clamp(h, -1, 1), Math.clamp(v, -1, 1));
    }
  }

  private BlockContexts() {}

  private static int bit(int word, int index) {
    return word >> index & 1;
  }

  private static int share(int word, int significant, int negative) {
    return bit(word, significant) * (1 - 2 * bit(word, negative));
  }

  private static int oneWay(int h, int v, int d) {
    if (h == 2) {
      return 8;
    }
    if (h == 1) {
      return v >= 1 ? 7 : d >= 1 ? 6 : 5;
    }
    return v > 0 ? 2 + v : Math.min(d, 2);
  }

  private static int bothWays(int hv, int d) {
    return switch (d) {
      case 0 -> Math.min(hv, 2);
      case 1 -> 3 + Math.min(hv, 2);
      case 2 -> hv >= 1 ? 7 : 6;
      default -> 8;
    };
  }

  private static int sign(int h, int v) {
    int sum = 3 * h + v;
    int context =
        switch (Math.abs(sum)) {
          case 0 -> 9;
          case 1 -> 10;
          case 2 -> 11;
          case 3 -> 12;
          default -> 13;
        };
    return sum < 0 ? context + 128 : context;
  }

  /** The rows that a stripe has. */
  static int rows(int height, int stripe) {
    return ROWS & (1 << 3 * Math.min(4, height - 4 * stripe)) - 1;
  }

  /** A third of 0, 3, 6 or 9. */
  static int row(int shift) {
    return shift * 11 >> 5;
  }

  /** Rows that are neither significant nor coded, with a significant sample around. */
  static int candidates(int flags) {
    int row = flags & 0x3FFFF;
    row |= row >>> 1 | row >>> 2;
    return (row | row >>> 3 | row >>> 6) & ~(flags >>> 4) & ~(flags >>> 21) & ROWS;
  }

  /** Which of {@link #SIGN} holds for the row {@code shift} / 3 of the word at {@code at}. */
  static int signs(int[] words, int at, int flags, int shift) {
    return flags >>> shift & 0xAA
        | words[at - 1] >>> 19 + shift & 1
        | words[at + 1] >>> 17 + shift & 4
        | flags >>> (shift == 0 ? 14 : 12 + shift) & 16
        | flags >>> 16 + shift & 64;
  }

  /** Tells the words around that a sample is significant now; gives its own word. */
  static int spread(
      int[] words, int at, int stride, int flags, int shift, int sign, boolean causal) {
    words[at - 1] |= 1 << 5 + shift;
    words[at + 1] |= 1 << 3 + shift;
    if (shift == 0 && !causal) {
      int north = at - stride;
      words[north] |= sign << 31 | 1 << 16;
      words[north - 1] |= 1 << 17;
      words[north + 1] |= 1 << 15;
    }
    if (shift == 9) {
      int south = at + stride;
      words[south] |= sign << 18 | 1 << 1;
      words[south - 1] |= 1 << 2;
      words[south + 1] |= 1;
    }
    return flags | (sign << 19 | SIGNIFICANT) << shift;
  }
}
