package io.osler.dicom.codec;

/** The lossless process: each sample by its neighbours and a coded difference (T.81 annex H). */
final class JpegLossless {
  private final JpegDecoder.Component[] components;
  private final Huffman[] tables;
  private final int selection;
  private final int shift;
  private final int initial;
  private final int restart;

  JpegLossless(
      JpegDecoder.Component[] components,
      Huffman[] tables,
      int selection,
      int shift,
      int bits,
      int restart) {
    if (selection < 1 || selection > 7 || shift >= bits) {
      throw Refusal.damaged("has the JPEG predictor " + selection);
    }
    for (JpegDecoder.Component one : components) {
      if (tables[one.dc] == null) {
        throw Refusal.damaged("uses a Huffman table that it does not define");
      }
      if (tables[one.dc].largest() > 16) {
        throw Refusal.damaged("holds an invalid difference");
      }
    }
    this.components = components;
    this.tables = tables;
    this.selection = selection;
    this.shift = shift;
    this.initial = 1 << bits - shift - 1;
    this.restart = restart;
  }

  void scan(JpegBits source, int width, int height) {
    int left = restart;
    // The line that is predicted from the left alone.
    int firstLine = 0;
    for (int y = 0; y < height; y++) {
      int x = 0;
      while (x < width) {
        if (restart > 0 && left == 0) {
          source.restart();
          left = restart;
          firstLine = x == 0 ? y : firstLine;
          fresh(source, y, x++);
          left--;
          continue;
        }
        if (x == 0) {
          start(source, y);
          x = 1;
          left--;
          continue;
        }
        int end = restart > 0 ? Math.min(width, x + left) : width;
        if (components.length == 1) {
          line(source, y, x, end, y == firstLine ? 1 : selection);
        } else {
          lines(source, y, x, end, y == firstLine ? 1 : selection);
        }
        left -= end - x;
        x = end;
      }
    }
    for (JpegDecoder.Component one : components) {
      for (int i = 0; shift > 0 && i < one.samples.length; i++) {
        one.samples[i] = one.samples[i] << shift & 0xFFFF;
      }
    }
  }

  private void fresh(JpegBits source, int y, int x) {
    for (JpegDecoder.Component one : components) {
      int at = y * one.width + x;
      one.samples[at] = initial + difference(tables[one.dc], source) & 0xFFFF;
    }
  }

  /** The first sample of a line, by the one above. */
  private void start(JpegBits source, int y) {
    for (JpegDecoder.Component one : components) {
      int at = y * one.width;
      int before = y == 0 ? initial : one.samples[at - one.width];
      one.samples[at] = before + difference(tables[one.dc], source) & 0xFFFF;
    }
  }

  private void line(JpegBits source, int y, int from, int end, int predictor) {
    JpegDecoder.Component one = components[0];
    Huffman table = tables[one.dc];
    int[] samples = one.samples;
    int at = y * one.width + from;
    int last = y * one.width + end;
    int left = samples[at - 1];
    if (predictor == 1) {
      for (; at < last; at++) {
        left = left + difference(table, source) & 0xFFFF;
        samples[at] = left;
      }
      return;
    }
    int corner = samples[at - 1 - one.width];
    for (; at < last; at++) {
      int above = samples[at - one.width];
      int by = JpegDecoder.predict(predictor, left, above, corner);
      left = by + difference(table, source) & 0xFFFF;
      samples[at] = left;
      corner = above;
    }
  }

  private void lines(JpegBits source, int y, int from, int end, int predictor) {
    for (int x = from; x < end; x++) {
      for (JpegDecoder.Component one : components) {
        int[] samples = one.samples;
        int at = y * one.width + x;
        int by =
            predictor == 1
                ? samples[at - 1]
                : JpegDecoder.predict(
                    predictor,
                    samples[at - 1],
                    samples[at - one.width],
                    samples[at - one.width - 1]);
        samples[at] = by + difference(tables[one.dc], source) & 0xFFFF;
      }
    }
  }

  private static int difference(Huffman table, JpegBits source) {
    if (source.count < 32) {
      source.more();
    }
    int seen = (int) (source.held >>> source.count - Huffman.SEEN) & (1 << Huffman.SEEN) - 1;
    int entry = table.quick[seen];
    if (entry != 0) {
      source.count -= entry & 0xFF;
      return entry >> 16;
    }
    int size = table.decode(source);
    return size == 16 ? 32768 : source.difference(size);
  }
}
