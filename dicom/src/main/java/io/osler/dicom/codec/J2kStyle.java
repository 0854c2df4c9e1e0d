package io.osler.dicom.codec;

/**
 * How a component is cut up and coded: COD and COC (ITU-T T.800 A.6.1, A.6.2).
 *
 * @param levels of wavelet decomposition
 * @param blockWidth exponent of two, likewise {@code blockHeight}
 * @param modes of the bit-plane coder, bits
 * @param reversible whether the 5/3 wavelet serves, not the 9/7 one
 * @param precincts exponents of two of each resolution: width in the lower four bits, then height;
 *     owned by the record
 */
record J2kStyle(
    int levels, int blockWidth, int blockHeight, int modes, boolean reversible, int[] precincts) {
  static final int BYPASS = 1;
  static final int RESET = 2;
  static final int TERMINATE = 4;
  static final int CAUSAL = 8;
  static final int SYMBOLS = 32;

  J2kStyle {
    if (levels > 32) {
      throw Refusal.damaged("has " + levels + " JPEG 2000 decomposition levels");
    }
    if (blockWidth > 10 || blockHeight > 10 || blockWidth + blockHeight > 12) {
      throw Refusal.damaged("has impossible JPEG 2000 code-blocks");
    }
    if ((modes & 0xC0) != 0) {
      throw Refusal.unsupported("is High-Throughput JPEG 2000");
    }
    for (int r = 1; r < precincts.length; r++) {
      if ((precincts[r] & 15) == 0 || precincts[r] >> 4 == 0) {
        throw Refusal.damaged("has impossible JPEG 2000 precincts");
      }
    }
  }

  /** Out of the bytes from the number of levels on. */
  static J2kStyle read(byte[] data, int at, boolean ownPrecincts) {
    int levels = data[at] & 0xFF;
    int[] precincts = new int[Math.min(levels, 32) + 1];
    for (int r = 0; r < precincts.length; r++) {
      precincts[r] = ownPrecincts ? data[at + 5 + r] & 0xFF : 0xFF;
    }
    return new J2kStyle(
        levels,
        (data[at + 1] & 0xF) + 2,
        (data[at + 2] & 0xF) + 2,
        data[at + 3] & 0xFF,
        data[at + 4] == 1,
        precincts);
  }
}
