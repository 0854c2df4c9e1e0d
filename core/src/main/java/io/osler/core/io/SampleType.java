package io.osler.core.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How one number of an image or a label is stored on disk. */
public enum SampleType {
  BOOL(1),
  UINT8(1),
  INT8(1),
  UINT16(2),
  INT16(2),
  UINT32(4),
  INT32(4),
  UINT64(8),
  INT64(8),
  FLOAT32(4),
  FLOAT64(8);

  private final int bytes;

  SampleType(int bytes) {
    this.bytes = bytes;
  }

  public int bytes() {
    return bytes;
  }

  /** {@code count} values from {@code in} into {@code to}, as v · slope + inter. */
  void decode(
      byte[] in, ByteOrder order, float[] to, int start, int count, double slope, double inter) {
    ByteBuffer b = ByteBuffer.wrap(in).order(order);
    switch (this) {
      case BOOL -> {
        for (int i = 0; i < count; i++) {
          to[start + i] = in[i] == 0 ? 0 : 1;
        }
      }
      case UINT8 -> {
        for (int i = 0; i < count; i++) {
          to[start + i] = in[i] & 0xff;
        }
      }
      case INT8 -> {
        for (int i = 0; i < count; i++) {
          to[start + i] = in[i];
        }
      }
      case UINT16 -> {
        for (int i = 0; i < count; i++) {
          to[start + i] = b.getShort(2 * i) & 0xffff;
        }
      }
      case INT16 -> {
        for (int i = 0; i < count; i++) {
          to[start + i] = b.getShort(2 * i);
        }
      }
      case FLOAT32 -> b.asFloatBuffer().get(to, start, count);
      default -> {
        // Wider than float32: scale in double, round once.
        for (int i = 0; i < count; i++) {
          to[start + i] = (float) (wide(b, i) * slope + inter);
        }
        return;
      }
    }
    if (slope != 1 || inter != 0) {
      for (int i = start; i < start + count; i++) {
        to[i] = (float) (to[i] * slope + inter);
      }
    }
  }

  private double wide(ByteBuffer b, int i) {
    return switch (this) {
      case UINT32 -> b.getInt(4 * i) & 0xffffffffL;
      case INT32 -> b.getInt(4 * i);
      case UINT64 -> {
        long v = b.getLong(8 * i);
        yield v >= 0 ? v : (v >>> 1 | v & 1) * 2.0;
      }
      case INT64 -> b.getLong(8 * i);
      default -> b.getDouble(8 * i);
    };
  }
}
