package io.osler.dicom.codec;

import java.util.Arrays;

/**
 * Sequential JPEG in Huffman code: lossless (SOF3, process 14) with all seven predictors, and the
 * discrete cosine transform at 8 and 12 bits (SOF0, SOF1; processes 1, 2, 4). ITU-T T.81.
 */
final class JpegDecoder {
  static final class Component {
    int id;
    int h;
    int v;
    int quantiser;
    int dc;
    int ac;
    int width;
    int height;
    int predictor;
    int[] samples = new int[0];
  }

  private final byte[] data;
  private final PixelLayout wanted;
  private final int[][] quantisers = new int[4][64];
  private final Huffman[] tables = new Huffman[8];
  private Component[] components = new Component[0];
  private int frame;
  private int bits;
  private int width;
  private int height;
  private int restart;
  private int at;
  private int colourTransform = -1;

  private JpegDecoder(byte[] data, PixelLayout wanted) {
    this.data = data;
    this.wanted = wanted;
  }

  /**
   * @param samples interleaved by pixel, chroma upsampled
   * @param bits of a sample, as the stream has it
   * @param colourTransform of the Adobe segment: 0 none, 1 YCbCr, −1 not said
   */
  record Decoded(int[] samples, int bits, int colourTransform) {}

  static Decoded decode(byte[] data, PixelLayout wanted) {
    try {
      return new JpegDecoder(data, wanted).image();
    } catch (ArrayIndexOutOfBoundsException e) {
      throw Refusal.damaged("ends in the middle of a JPEG header");
    }
  }

  private Decoded image() {
    int scanned = 0;
    while (scanned == 0 || scanned < components.length) {
      int marker = nextMarker();
      if (marker == 0xD8 || marker >= 0xD0 && marker <= 0xD7) {
        continue;
      }
      if (marker == 0xD9) {
        throw Refusal.damaged("ends before its JPEG scans");
      }
      int length = int16(at);
      int body = at + 2;
      int end = at + length;
      switch (marker) {
        case 0xC0, 0xC1, 0xC3 -> start(marker, body);
        case 0xC2, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF ->
            throw Refusal.unsupported("is JPEG of process SOF" + (marker - 0xC0));
        case 0xC4 -> huffman(body, end);
        case 0xDB -> quantisers(body, end);
        case 0xDD -> restart = int16(body);
        case 0xEE -> adobe(body, length);
        case 0xDA -> {
          at = end;
          scanned += scan(body);
          end = at;
        }
        default -> {}
      }
      at = end;
    }
    return new Decoded(interleaved(), bits, colourTransform);
  }

  private int nextMarker() {
    while (at + 1 < data.length) {
      int second = data[at + 1] & 0xFF;
      if (data[at] == -1 && second != 0 && second != 0xFF) {
        at += 2;
        return second;
      }
      at++;
    }
    throw Refusal.damaged("ends before its JPEG image");
  }

  private void start(int marker, int body) {
    frame = marker;
    bits = data[body] & 0xFF;
    height = int16(body + 1);
    width = int16(body + 3);
    int count = data[body + 5] & 0xFF;
    wanted.require(width, height, count, bits);
    if (marker != 0xC3 && bits > 12 && wanted.highBit() >= 12) {
      throw Refusal.unsupported("is lossy JPEG of more than twelve bits, which T.81 does not have");
    }
    // Each sample costs a bit at least; of cosine blocks, 64 samples cost two. Chroma may be halved
    // both ways.
    wanted.requireBytes(data.length, marker == 0xC3 ? 8 : 8 * 32 * 4);
    components = new Component[count];
    for (int i = 0; i < count; i++) {
      Component one = new Component();
      one.id = data[body + 6 + 3 * i] & 0xFF;
      one.h = data[body + 7 + 3 * i] >> 4 & 0xF;
      one.v = data[body + 7 + 3 * i] & 0xF;
      one.quantiser = data[body + 8 + 3 * i] & 3;
      if (one.h < 1 || one.h > 4 || one.v < 1 || one.v > 4) {
        throw Refusal.damaged("has impossible JPEG sampling factors");
      }
      components[i] = one;
    }
    int unit = marker == 0xC3 ? 1 : 8;
    int columns = (width + unit * maxH() - 1) / (unit * maxH());
    int rows = (height + unit * maxV() - 1) / (unit * maxV());
    for (Component one : components) {
      if (marker == 0xC3 && (one.h != 1 || one.v != 1)) {
        throw Refusal.unsupported("is lossless JPEG with subsampling");
      }
      one.width = columns * one.h * unit;
      one.height = rows * one.v * unit;
      one.samples = new int[Math.multiplyExact(one.width, one.height)];
    }
  }

  private int maxH() {
    return Arrays.stream(components).mapToInt(one -> one.h).max().orElse(1);
  }

  private int maxV() {
    return Arrays.stream(components).mapToInt(one -> one.v).max().orElse(1);
  }

  private void huffman(int body, int end) {
    for (int from = body; from < end; ) {
      int index = (data[from] >> 4 & 1) * 4 + (data[from] & 3);
      int total = 0;
      for (int i = 1; i <= 16; i++) {
        total += data[from + i] & 0xFF;
      }
      if (total > 256 || from + 17 + total > data.length) {
        throw Refusal.damaged("has an impossible Huffman table");
      }
      tables[index] = new Huffman(data, from + 1, total);
      from += 17 + total;
    }
  }

  private void quantisers(int body, int end) {
    for (int from = body; from < end; ) {
      boolean wide = data[from] >> 4 != 0;
      int[] table = quantisers[data[from++] & 3];
      for (int i = 0; i < 64; i++) {
        table[i] = wide ? int16(from) : data[from] & 0xFF;
        from += wide ? 2 : 1;
      }
    }
  }

  private void adobe(int body, int length) {
    if (length >= 14 && data[body] == 'A' && data[body + 1] == 'd') {
      colourTransform = data[body + 11];
    }
  }

  private int scan(int body) {
    int count = data[body];
    if (count < 1 || count > components.length) {
      throw Refusal.damaged("has a JPEG scan of " + count + " components");
    }
    Component[] inScan = new Component[count];
    for (int i = 0; i < count; i++) {
      int id = data[body + 1 + 2 * i] & 0xFF;
      inScan[i] =
          Arrays.stream(components)
              .filter(one -> one.id == id)
              .findFirst()
              .orElseThrow(() -> Refusal.damaged("has a JPEG scan of an unknown component"));
      inScan[i].dc = data[body + 2 + 2 * i] >> 4 & 3;
      inScan[i].ac = data[body + 2 + 2 * i] & 3;
    }
    JpegBits source = new JpegBits(data, at);
    int selection = data[body + 1 + 2 * count];
    if (frame == 0xC3) {
      int shift = data[body + 3 + 2 * count] & 0xF;
      new JpegLossless(inScan, tables, selection, shift, bits, restart).scan(source, width, height);
    } else {
      new JpegBlocks(quantisers, tables, bits, restart)
          .scan(inScan, source, width, height, maxH(), maxV());
    }
    source.requireWhole();
    at = source.position();
    return count;
  }

  static int predict(int selection, int ra, int rb, int rc) {
    return switch (selection) {
      case 1 -> ra;
      case 2 -> rb;
      case 3 -> rc;
      case 4 -> ra + rb - rc;
      case 5 -> ra + (rb - rc >> 1);
      case 6 -> rb + (ra - rc >> 1);
      default -> ra + rb >> 1;
    };
  }

  private int[] interleaved() {
    int count = components.length;
    if (count == 1 && components[0].samples.length == width * height) {
      return components[0].samples;
    }
    int[] all = new int[width * height * count];
    for (int s = 0; s < count; s++) {
      Chroma.spread(components[s], maxH(), maxV(), width, height, all, s, count);
    }
    return all;
  }

  private int int16(int offset) {
    return (data[offset] & 0xFF) << 8 | data[offset + 1] & 0xFF;
  }
}
