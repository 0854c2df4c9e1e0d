package io.osler.dicom.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The entropy-coded bits of a JPEG scan: FF 00 stands for FF, a marker ends them (T.81 B.1.1.5).
 */
final class JpegBits {
  private static final VarHandle FOUR =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] data;
  private int at;

  /** Bits read ahead, the next one at place {@code count} − 1. */
  long held;

  int count;
  private int beyond;

  JpegBits(byte[] data, int start) {
    this.data = data;
    this.at = start;
  }

  int read(int size) {
    if (size == 0) {
      return 0;
    }
    fill(size);
    count -= size;
    return (int) (held >>> count) & ((1 << size) - 1);
  }

  /** A signed difference of {@code size} bits (T.81 F.2.2.1). */
  int difference(int size) {
    return signed(read(size), size);
  }

  static int signed(int bits, int size) {
    return size == 0 || bits >> size - 1 == 1 ? bits : bits - (1 << size) + 1;
  }

  private void fill(int size) {
    if (count < size) {
      more();
    }
  }

  /** To at least 32 bits: four bytes at once where none of them is FF. */
  void more() {
    if (at + 4 <= data.length) {
      int four = (int) FOUR.get(data, at);
      int flipped = ~four;
      if ((flipped - 0x01010101 & ~flipped & 0x80808080) == 0) {
        held = held << 32 | four & 0xFFFFFFFFL;
        count += 32;
        at += 4;
        return;
      }
    }
    while (count < 32) {
      int value = 0;
      if (at < data.length) {
        value = data[at] & 0xFF;
        if (value != 0xFF) {
          at++;
        } else if (at + 1 < data.length && data[at + 1] == 0) {
          at += 2;
        } else {
          value = 0;
          beyond++;
        }
      } else {
        beyond++;
      }
      // Zeros are read ahead of need, but must not be needed.
      if (beyond > 20) {
        throw Refusal.damaged("ends before its JPEG image is whole");
      }
      held = held << 8 | value;
      count += 8;
    }
  }

  /** Refuses a scan that went on where its bytes had ended. */
  void requireWhole() {
    if (8 * beyond > count) {
      throw Refusal.damaged("ends before its JPEG image is whole");
    }
  }

  /** Past a restart marker, or to where the next one should be. */
  void restart() {
    requireWhole();
    count = 0;
    beyond = 0;
    while (at + 1 < data.length) {
      if (data[at] == -1 && (data[at + 1] & 0xF8) == 0xD0) {
        at += 2;
        return;
      }
      if (data[at] == -1 && data[at + 1] != 0 && data[at + 1] != -1) {
        return;
      }
      at++;
    }
  }

  int position() {
    return Math.min(at, data.length);
  }
}
