package io.osler.dicom.codec;

import java.io.ByteArrayOutputStream;

/** JPEG-LS, one scan per component (ITU-T T.87). */
final class JpegLsEncoder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final int width;
  private final int height;
  private final int components;
  private final int bits;
  private final int near;
  private long held;
  private int count;
  private boolean afterFf;

  private JpegLsEncoder(int width, int height, int components, int bits, int near) {
    this.width = width;
    this.height = height;
    this.components = components;
    this.bits = bits;
    this.near = near;
  }

  /**
   * @param samples unsigned, interleaved by pixel
   * @param near how far a decoded sample may be off; 0 is lossless
   */
  static byte[] encode(int[] samples, int width, int height, int components, int bits, int near) {
    return new JpegLsEncoder(width, height, components, bits, near).frame(samples);
  }

  private byte[] frame(int[] samples) {
    marker(0xD8);
    marker(0xF7);
    int16(8 + 3 * components);
    out.write(bits);
    int16(height);
    int16(width);
    out.write(components);
    for (int s = 0; s < components; s++) {
      out.writeBytes(new byte[] {(byte) (s + 1), 0x11, 0});
    }
    for (int s = 0; s < components; s++) {
      marker(0xDA);
      int16(8);
      out.writeBytes(new byte[] {1, (byte) (s + 1), 0, (byte) near, 0, 0});
      scan(samples, s);
    }
    marker(0xD9);
    return out.toByteArray();
  }

  private void scan(int[] samples, int component) {
    JpegLsModel model = new JpegLsModel((1 << bits) - 1, near, new int[3], 64);
    int[] above = new int[width + 2];
    int[] here = new int[width + 2];
    int run = 0;
    for (int y = 0; y < height; y++) {
      here[0] = above[1];
      above[width + 1] = above[width];
      int from = y * width * components + component - components;
      for (int x = 1; x <= width; x++) {
        int ra = here[x - 1];
        int context = model.context(ra, above[x], above[x - 1], above[x + 1]);
        if (context != 0) {
          int value = samples[from + x * components];
          here[x] = regular(model, context, value, ra, above[x], above[x - 1]);
          continue;
        }
        int length = 0;
        while (x + length <= width
            && Math.abs(samples[from + (x + length) * components] - ra) <= near) {
          here[x + length++] = ra;
        }
        x += length;
        while (length >= 1 << JpegLsModel.J[run]) {
          length -= 1 << JpegLsModel.J[run];
          write(1, 1);
          run = Math.min(run + 1, 31);
        }
        if (x > width) {
          if (length > 0) {
            write(1, 1);
          }
        } else {
          write(0, 1);
          write(length, JpegLsModel.J[run]);
          here[x] = interruption(model, samples[from + x * components], ra, above[x], run);
          run = Math.max(0, run - 1);
        }
      }
      int[] swap = above;
      above = here;
      here = swap;
    }
    flush();
  }

  private int regular(JpegLsModel model, int context, int value, int ra, int rb, int rc) {
    int sign = context < 0 ? -1 : 1;
    int q = Math.abs(context);
    int px = model.predict(q, sign, ra, rb, rc);
    int error = model.fold(sign * (value - px));
    int k = model.order(q);
    int coded = model.isInverted(q, k) ? -error - 1 : error;
    golomb(coded >= 0 ? 2 * coded : -2 * coded - 1, k, model.limit, model.qbpp);
    model.update(q, error);
    return model.reconstruct(px, sign * error);
  }

  private int interruption(JpegLsModel model, int value, int ra, int rb, int run) {
    int type = Math.abs(ra - rb) <= near ? 1 : 0;
    int px = type == 1 ? ra : rb;
    int sign = type == 0 && ra > rb ? -1 : 1;
    int error = model.fold(sign * (value - px));
    int k = model.runOrder(type);
    boolean mostly = model.isMostlyNegative(type);
    boolean map = error > 0 ? k == 0 && !mostly : error < 0 && (k != 0 || mostly);
    int mapped = 2 * Math.abs(error) - type - (map ? 1 : 0);
    golomb(mapped, k, model.limit - JpegLsModel.J[run] - 1, model.qbpp);
    model.updateRun(type, error, mapped);
    return model.reconstruct(px, sign * error);
  }

  private void golomb(int mapped, int k, int limit, int qbpp) {
    int high = mapped >> k;
    int most = limit - qbpp - 1;
    for (int zeros = Math.min(high, most); zeros > 0; zeros -= 16) {
      write(0, Math.min(16, zeros));
    }
    write(1, 1);
    if (high < most) {
      write(mapped & ((1 << k) - 1), k);
    } else {
      write(mapped - 1, qbpp);
    }
  }

  private void write(int value, int size) {
    held = held << size | value;
    count += size;
    drain(false);
  }

  private void drain(boolean last) {
    int wanted = afterFf ? 7 : 8;
    while (count >= wanted || last && count > 0) {
      if (count < wanted) {
        held <<= wanted - count;
        count = wanted;
      }
      count -= wanted;
      int value = (int) (held >>> count) & ((1 << wanted) - 1);
      out.write(value);
      afterFf = value == 0xFF;
      wanted = afterFf ? 7 : 8;
    }
    held &= (1L << count) - 1;
  }

  private void flush() {
    drain(true);
    if (afterFf) {
      out.write(0);
    }
    held = 0;
    count = 0;
    afterFf = false;
  }

  private void marker(int code) {
    out.write(0xFF);
    out.write(code);
  }

  private void int16(int value) {
    out.write(value >>> 8);
    out.write(value);
  }
}
