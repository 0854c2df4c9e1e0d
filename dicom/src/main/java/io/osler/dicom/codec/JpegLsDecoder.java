package io.osler.dicom.codec;

/** JPEG-LS, lossless and near-lossless, all three interleavings (ITU-T T.87). */
final class JpegLsDecoder {
  private final byte[] data;
  private int at;

  /** The next bits, the first of them uppermost; below {@code count} of them zeros. */
  private long held;

  private int count;
  private boolean afterFf;

  private int width;
  private int height;
  private int components;
  private int bits;
  private int maxval;
  private int reset;
  private final int[] thresholds = new int[3];
  private final PixelLayout wanted;
  private int[] out = new int[0];

  private JpegLsDecoder(byte[] data, PixelLayout wanted) {
    this.data = data;
    this.wanted = wanted;
  }

  /** Samples of one frame, interleaved by pixel. */
  static int[] decode(byte[] data, PixelLayout wanted) {
    try {
      return new JpegLsDecoder(data, wanted).frame();
    } catch (ArrayIndexOutOfBoundsException e) {
      throw Refusal.damaged("ends in the middle of a JPEG-LS header");
    }
  }

  private int[] frame() {
    int scanned = 0;
    while (true) {
      int marker = nextMarker();
      if (marker == 0xD9) {
        throw Refusal.damaged("lacks a component");
      }
      if (marker == 0xD8) {
        continue;
      }
      int length = int16(at);
      int body = at + 2;
      at += length;
      if (marker == 0xF7) {
        start(body);
      } else if (marker == 0xF8) {
        parameters(body);
      } else if (marker == 0xDD) {
        throw Refusal.unsupported("is JPEG-LS with restart markers");
      } else if (marker == 0xDA) {
        if (components == 0) {
          throw Refusal.damaged("has a JPEG-LS scan before its frame header");
        }
        int inScan = data[body] & 0xFF;
        int near = data[body + 1 + 2 * inScan] & 0xFF;
        int interleave = data[body + 2 + 2 * inScan] & 0xFF;
        boolean mapped = data[body + 2] != 0;
        if (mapped) {
          throw Refusal.unsupported("is JPEG-LS with mapping tables");
        }
        if (inScan < 1 || scanned + inScan > components || (interleave == 0 && inScan > 1)) {
          throw Refusal.damaged("has a contradictory JPEG-LS scan");
        }
        if (2 * near > maxval) {
          throw Refusal.damaged("has a NEAR of " + near);
        }
        scan(scanned, inScan, near, interleave);
        scanned += inScan;
        if (scanned == components) {
          return out;
        }
      }
    }
  }

  private int nextMarker() {
    while (at + 1 < data.length) {
      if ((data[at] & 0xFF) == 0xFF && (data[at + 1] & 0xFF) >= 0xC0 && data[at + 1] != -1) {
        at += 2;
        return data[at - 1] & 0xFF;
      }
      at++;
    }
    throw Refusal.damaged("ends before its JPEG-LS image");
  }

  private void start(int body) {
    bits = data[body] & 0xFF;
    height = int16(body + 1);
    width = int16(body + 3);
    components = data[body + 5] & 0xFF;
    wanted.require(width, height, components, bits);
    maxval = (1 << bits) - 1;
    reset = 64;
    out = new int[width * height * components];
  }

  private void parameters(int body) {
    if (data[body] != 1) {
      throw Refusal.unsupported("is JPEG-LS with mapping tables or oversize images");
    }
    int most = int16(body + 1);
    maxval = most == 0 ? maxval : most;
    for (int i = 0; i < 3; i++) {
      thresholds[i] = int16(body + 3 + 2 * i);
    }
    reset = int16(body + 9) == 0 ? 64 : int16(body + 9);
    if (maxval < 1 || maxval >= 1 << Math.max(bits, 1) || reset < 3) {
      throw Refusal.damaged("has contradictory JPEG-LS parameters");
    }
  }

  private void scan(int first, int inScan, int near, int interleave) {
    JpegLsModel model = new JpegLsModel(maxval, near, thresholds, reset);
    held = 0;
    count = 0;
    afterFf = false;
    int[][] above = new int[inScan][width + 2];
    int[][] here = new int[inScan][width + 2];
    int[] run = new int[inScan];
    for (int y = 0; y < height; y++) {
      for (int s = 0; s < inScan; s++) {
        here[s][0] = above[s][1];
        above[s][width + 1] = above[s][width];
      }
      if (interleave == 2 && inScan > 1) {
        triplets(model, above, here, run);
      } else {
        for (int s = 0; s < inScan; s++) {
          line(model, above[s], here[s], run, s);
        }
      }
      for (int s = 0; s < inScan; s++) {
        int to = y * width * components + first + s;
        for (int x = 1; x <= width; x++, to += components) {
          out[to] = here[s][x];
        }
        int[] swap = above[s];
        above[s] = here[s];
        here[s] = swap;
      }
    }
    // Bytes that the bit buffer holds but did not use may contain the next marker.
    at = Math.max(0, at - 12);
  }

  private void line(JpegLsModel model, int[] above, int[] here, int[] run, int s) {
    for (int x = 1; x <= width; x++) {
      int ra = here[x - 1];
      int rb = above[x];
      int context = model.context(ra, rb, above[x - 1], above[x + 1]);
      if (context != 0) {
        here[x] = regular(model, context, ra, rb, above[x - 1]);
        continue;
      }
      int end = x + runLength(width - x + 1, run, s);
      while (x < end) {
        here[x++] = ra;
      }
      if (x <= width) {
        here[x] = interrupted(model, ra, above[x], run[s], true);
        run[s] = Math.max(0, run[s] - 1);
      }
    }
  }

  private void triplets(JpegLsModel model, int[][] above, int[][] here, int[] run) {
    int samples = here.length;
    int[] contexts = new int[samples];
    for (int x = 1; x <= width; x++) {
      boolean flat = true;
      for (int s = 0; s < samples; s++) {
        contexts[s] = model.context(here[s][x - 1], above[s][x], above[s][x - 1], above[s][x + 1]);
        flat &= contexts[s] == 0;
      }
      if (!flat) {
        for (int s = 0; s < samples; s++) {
          here[s][x] = regular(model, contexts[s], here[s][x - 1], above[s][x], above[s][x - 1]);
        }
        continue;
      }
      int end = x + runLength(width - x + 1, run, 0);
      for (; x < end; x++) {
        for (int s = 0; s < samples; s++) {
          here[s][x] = here[s][x - 1];
        }
      }
      if (x <= width) {
        for (int s = 0; s < samples; s++) {
          here[s][x] = interrupted(model, here[s][x - 1], above[s][x], run[0], false);
        }
        run[0] = Math.max(0, run[0] - 1);
      }
    }
  }

  private int regular(JpegLsModel model, int context, int ra, int rb, int rc) {
    int sign = context < 0 ? -1 : 1;
    int q = Math.abs(context);
    int px = model.predict(q, sign, ra, rb, rc);
    int k = model.order(q);
    int mapped = golomb(k, model.limit, model.qbpp);
    int error = (mapped & 1) == 0 ? mapped >> 1 : -((mapped + 1) >> 1);
    if (model.isInverted(q, k)) {
      error = -error - 1;
    }
    model.update(q, error);
    return model.reconstruct(px, sign * error);
  }

  private int runLength(int most, int[] run, int s) {
    int length = 0;
    while (length < most) {
      int order = JpegLsModel.J[run[s]];
      if (bit() == 0) {
        int rest = order == 0 ? 0 : read(order);
        if (length + rest >= most) {
          throw Refusal.damaged("has a JPEG-LS run beyond its line");
        }
        return length + rest;
      }
      int whole = 1 << order;
      if (length + whole <= most) {
        run[s] = Math.min(run[s] + 1, 31);
      }
      length = Math.min(most, length + whole);
    }
    return length;
  }

  private int interrupted(JpegLsModel model, int ra, int rb, int run, boolean alone) {
    int type = alone && Math.abs(ra - rb) <= model.near ? 1 : 0;
    int k = model.runOrder(type);
    int mapped = golomb(k, model.limit - JpegLsModel.J[run] - 1, model.qbpp);
    int sum = mapped + type;
    boolean odd = (sum & 1) == 1;
    int size = (sum + 1) >> 1;
    boolean negative = (k != 0 || model.isMostlyNegative(type)) == odd;
    int error = negative ? -size : size;
    model.updateRun(type, error, mapped);
    return type == 1
        ? model.reconstruct(ra, error)
        : model.reconstruct(rb, rb >= ra ? error : -error);
  }

  private int golomb(int k, int limit, int qbpp) {
    if (count < 48) {
      fill();
    }
    int most = limit - qbpp - 1;
    int zeros = Long.numberOfLeadingZeros(held);
    if (zeros < most) {
      held <<= zeros + 1;
      count -= zeros + 1;
      return k == 0 ? zeros : zeros << k | read(k);
    }
    held <<= most;
    count -= most;
    if (bit() == 0) {
      throw Refusal.damaged("holds an invalid JPEG-LS code");
    }
    return read(qbpp) + 1;
  }

  private int bit() {
    return read(1);
  }

  /** The next {@code size} bits, 1 to 24. */
  private int read(int size) {
    if (count < size) {
      fill();
    }
    int value = (int) (held >>> 64 - size);
    held <<= size;
    count -= size;
    return value;
  }

  /** To at least 57 bits; after a byte FF the next one carries only seven. */
  private void fill() {
    if (at > data.length + 16) {
      throw Refusal.damaged("ends before its JPEG-LS image is whole");
    }
    while (count <= 56) {
      int value = at < data.length ? data[at] & 0xFF : 0;
      at++;
      int fresh = afterFf ? 7 : 8;
      held |= (long) value << 64 - fresh - count;
      count += fresh;
      afterFf = value == 0xFF;
    }
  }

  private int int16(int offset) {
    return (data[offset] & 0xFF) << 8 | data[offset + 1] & 0xFF;
  }
}
