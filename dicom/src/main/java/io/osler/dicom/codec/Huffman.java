package io.osler.dicom.codec;

/** One Huffman table (ITU-T T.81 annex C): codes by length, decoded eight bits at a time. */
final class Huffman {
  private final int[] most = new int[18];
  private final int[] offset = new int[17];
  private final byte[] symbols;

  /** Length in the upper byte, symbol in the lower; 0 where a code is longer than eight bits. */
  private final short[] quick = new short[256];

  Huffman(byte[] data, int counts, int total) {
    this.symbols = java.util.Arrays.copyOfRange(data, counts + 16, counts + 16 + total);
    int code = 0;
    int index = 0;
    for (int length = 1; length <= 16; length++) {
      int here = data[counts + length - 1] & 0xFF;
      offset[length] = index - code;
      for (int i = 0; i < here; i++, code++, index++) {
        if (length <= 8) {
          int first = code << 8 - length;
          for (int j = 0; j < 1 << 8 - length && first + j < 256; j++) {
            quick[first + j] = (short) (length << 8 | symbols[index] & 0xFF);
          }
        }
      }
      most[length] = here == 0 ? -1 : code - 1;
      code <<= 1;
    }
  }

  int decode(JpegBits bits) {
    int fast = quick[bits.peek8()];
    if (fast != 0) {
      bits.skip(fast >> 8);
      return fast & 0xFF;
    }
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
