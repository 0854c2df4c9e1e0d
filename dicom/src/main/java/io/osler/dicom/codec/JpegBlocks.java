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
              decode(one, source);
              store(one, (column * h + x) * 8, (row * v + y) * 8);
            }
          }
        }
      }
    }
  }

  private static int ceil(int a, int b) {
    return (a + b - 1) / b;
  }

  private void decode(JpegDecoder.Component one, JpegBits source) {
    Huffman dc = tables[one.dc];
    Huffman ac = tables[4 + one.ac];
    if (dc == null || ac == null) {
      throw Refusal.damaged("uses a Huffman table that it does not define");
    }
    int[] quantiser = quantisers[one.quantiser];
    java.util.Arrays.fill(block, 0);
    one.predictor += source.difference(Math.min(16, dc.decode(source)));
    block[0] = one.predictor * quantiser[0];
    for (int k = 1; k < 64; k++) {
      int symbol = ac.decode(source);
      int size = symbol & 0xF;
      if (size == 0) {
        if (symbol != 0xF0) {
          break;
        }
        k += 15;
        continue;
      }
      k += symbol >> 4;
      if (k > 63) {
        throw Refusal.damaged("holds too many coefficients in a block");
      }
      block[ZIGZAG[k]] = source.difference(size) * quantiser[k];
    }
  }

  private void store(JpegDecoder.Component one, int left, int top) {
    cosine.transform(block, one.samples, top * one.width + left, one.width);
  }
}
