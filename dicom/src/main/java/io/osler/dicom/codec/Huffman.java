package io.osler.dicom.codec;

/**
 * One Huffman table (ITU-T T.81 annex C): short codes by a look-up that knows the signed bits after
 * them too, long ones by length.
 */
final class Huffman {
  /** Bits that a look-up sees. */
  static final int SEEN = 11;

  /**
   * By the next {@link #SEEN} bits: signed value in the upper half, then the symbol, and in the
   * lower byte the bits that both take; 0 where they are more than are seen.
   */
  final int[] quick = new int[1 << SEEN];

  private final int[] most = new int[18];
  private final int[] offset = new int[17];
  private final byte[] symbols;
  private int largest;

  Huffman(byte[] data, int counts, int total) {
    this.symbols = java.util.Arrays.copyOfRange(data, counts + 16, counts + 16 + total);
    int code = 0;
    int index = 0;
    for (int length = 1; length <= 16; length++) {
      int here = data[counts + length - 1] & 0xFF;
      offset[length] = index - code;
      for (int i = 0; i < here; i++, code++, index++) {
        enter(code, length, symbols[index] & 0xFF);
        largest = Math.max(largest, symbols[index] & 0xFF);
      }
      most[length] = here == 0 ? -1 : code - 1;
      code <<= 1;
    }
  }

  /** Symbols say in their lower four bits how many signed bits follow; 16 is for lossless only. */
  private void enter(int code, int length, int symbol) {
    int size = symbol & 0xF;
    int rest = SEEN - length - size;
    if (rest < 0 || symbol == 16) {
      return;
    }
    for (int bits = 0; bits < 1 << size; bits++) {
      int value = JpegBits.signed(bits, size);
      int entry = value << 16 | symbol << 8 | length + size;
      int from = (code << size | bits) << rest;
      for (int i = from; i < from + (1 << rest) && i < quick.length; i++) {
        quick[i] = entry;
      }
    }
  }

  /** The largest symbol that it has a code for. */
  int largest() {
    return largest;
  }

  /** The next symbol alone, bit by bit. */
  int decode(JpegBits bits) {
    int code = 0;
    for (int length = 1; length <= 16; length++) {
      code = code << 1 | bits.read(1);
      int index = code + offset[length];
      if (code <= most[length] && index >= 0 && index < symbols.length) {
        return symbols[index] & 0xFF;
      }
    }
    throw Refusal.damaged("holds an invalid Huffman code");
  }
}
