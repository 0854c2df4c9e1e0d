package io.osler.dicom.codec;

/**
 * Blocks of 8 × 8: Huffman code, dequantisation and inverse cosine transform (T.81 annexes A, F).
 */
final class JpegBlocks {
  private static final int[] ZIGZAG = {
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
  };

  private final int[][] quantisers;
  private final Huffman[] tables;
  private final int restart;
  private final int[] block = new int[64];
  private final InverseCosine cosine;

  JpegBlocks(int[][] quantisers, Huffman[] tables, int bits, int restart) {
    this.quantisers = quantisers;
    this.tables = tables;
    this.restart = restart;
    this.cosine = new InverseCosine(bits);
  }

  void scan(
      JpegDecoder.Component[] inScan, JpegBits source, int width, int height, int maxH, int maxV) {
    boolean alone = inScan.length == 1;
    JpegDecoder.Component first = inScan[0];
    int columns =
        alone ? (ceil(width * first.h, maxH) + 7) / 8 : (width + 8 * maxH - 1) / (8 * maxH);
    int rows =
        alone ? (ceil(height * first.v, maxV) + 7) / 8 : (height + 8 * maxV - 1) / (8 * maxV);
    int left = restart;
    for (JpegDecoder.Component one : inScan) {
      one.predictor = 0;
    }
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (restart > 0 && left-- == 0) {
          source.restart();
          left = restart - 1;
          for (JpegDecoder.Component one : inScan) {
            one.predictor = 0;
          }
        }
        for (JpegDecoder.Component one : inScan) {
          int h = alone ? 1 : one.h;
          int v = alone ? 1 : one.v;
          for (int y = 0; y < v; y++) {
            for (int x = 0; x < h; x++) {
              int places = decode(one, source);
              int start = (row * v + y) * 8 * one.width + (column * h + x) * 8;
              cosine.transform(block, places, one.samples, start, one.width);
            }
          }
        }
      }
    }
    for (JpegDecoder.Component one : inScan) {
      cosine.clamp(one.samples);
    }
  }

  private static int ceil(int a, int b) {
    return (a + b - 1) / b;
  }

  /** Refills the block and says where it is other than zero, for {@link InverseCosine}. */
  private int decode(JpegDecoder.Component one, JpegBits source) {
    Huffman dc = tables[one.dc];
    Huffman ac = tables[4 + one.ac];
    if (dc == null || ac == null) {
      throw Refusal.damaged("uses a Huffman table that it does not define");
    }
    int[] quantiser = quantisers[one.quantiser];
    int[] quick = ac.quick;
    java.util.Arrays.fill(block, 0);
    one.predictor += first(dc, source);
    block[0] = one.predictor * quantiser[0];
    int places = 0;
    long held = source.held;
    int count = source.count;
    for (int k = 1; k < 64; k++) {
      if (count < 32) {
        source.held = held;
        source.count = count;
        source.more();
        held = source.held;
        count = source.count;
      }
      int entry = quick[(int) (held >>> count - Huffman.SEEN) & (1 << Huffman.SEEN) - 1];
      int symbol = entry >> 8 & 0xFF;
      int value = entry >> 16;
      if (entry != 0) {
        count -= entry & 0xFF;
      } else {
        source.held = held;
        source.count = count;
        symbol = ac.decode(source);
        value = source.difference(symbol & 0xF);
        held = source.held;
        count = source.count;
      }
      k += symbol >> 4;
      if ((symbol & 0xF) == 0) {
        if (symbol != 0xF0) {
          break;
        }
        continue;
      }
      if (k > 63) {
        throw Refusal.damaged("holds too many coefficients in a block");
      }
      int place = ZIGZAG[k];
      block[place] = value * quantiser[k];
      places |= 1 << (place & 7) | 256 << (place >> 3);
    }
    source.held = held;
    source.count = count;
    return places;
  }

  /** The difference of a block's mean to that of the one before. */
  private static int first(Huffman dc, JpegBits source) {
    if (source.count < 32) {
      source.more();
    }
    int seen = (int) (source.held >>> source.count - Huffman.SEEN) & (1 << Huffman.SEEN) - 1;
    int entry = dc.quick[seen];
    if (entry != 0 && (entry >> 8 & 0xF0) == 0) {
      source.count -= entry & 0xFF;
      return entry >> 16;
    }
    return source.difference(Math.min(16, dc.decode(source)));
  }
}
