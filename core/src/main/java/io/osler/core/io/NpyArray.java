package io.osler.core.io;

import io.osler.core.config.Require;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * a[row, …]: an array of an .npz file, read row by row; a row is everything behind the first axis,
 * in C order whatever the order on disk. Safe for use by several threads, also after its file is
 * closed.
 */
public final class NpyArray {
  private static final int MOST_ROW = Integer.MAX_VALUE - 8;

  private final String name;
  private final NpyHeader header;
  private final MemorySegment data;
  private final int rows;
  private final long rowLength;

  NpyArray(String name, NpyHeader header, MemorySegment data) {
    this.name = name;
    this.header = header;
    this.data = data;
    this.rows = header.shape().isEmpty() ? 1 : header.shape().getFirst();
    long elements = data.byteSize() / header.type().bytes();
    this.rowLength = rows == 0 ? 0 : elements / rows;
  }

  public String name() {
    return name;
  }

  public SampleType type() {
    return header.type();
  }

  public List<Integer> shape() {
    return header.shape();
  }

  public int rows() {
    return rows;
  }

  /** Numbers in one row. */
  public int rowLength() {
    Require.that(rowLength <= MOST_ROW, name + ": row length", rowLength, "at most " + MOST_ROW);
    return (int) rowLength;
  }

  /** One row as float; whole numbers beyond 2²⁴ are rounded to the nearest float. */
  public float[] row(int row) {
    float[] values = new float[rowLength()];
    long first = first(row);
    long bytes = type().bytes();
    if (!header.fortran() && type() == SampleType.UINT8) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, first + i));
      }
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      long at = header.fortran() ? fortran(row, i) * bytes : first + i * bytes;
      values[i] = (float) number(at);
    }
    return values;
  }

  /** One row of 8-bit numbers as stored, in C order; for other types the stored bytes, C order. */
  public byte[] rowBytes(int row) {
    int bytes = type().bytes();
    Require.that(rowLength * bytes <= MOST_ROW, name + ": row bytes", rowLength * bytes, "< 2³¹");
    byte[] raw = new byte[rowLength() * bytes];
    if (!header.fortran()) {
      MemorySegment.copy(data, ValueLayout.JAVA_BYTE, first(row), raw, 0, raw.length);
      return raw;
    }
    for (int i = 0; i < rowLength; i++) {
      long at = fortran(row, i) * bytes;
      MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, raw, i * bytes, bytes);
    }
    return raw;
  }

  /** One number of a row. */
  public double at(int row, int index) {
    Require.within("index", index, 0, rowLength - 1.0);
    long bytes = type().bytes();
    return number(header.fortran() ? fortran(row, index) * bytes : first(row) + index * bytes);
  }

  private long first(int row) {
    Require.within(name + ": row", row, 0, rows - 1.0);
    return row * rowLength * type().bytes();
  }

  /**
   * Where element {@code index} (C order) of a row lies when the first axis runs fastest on disk.
   */
  private long fortran(int row, int index) {
    Require.within(name + ": row", row, 0, rows - 1.0);
    long offset = row;
    long stride = 1;
    long[] strides = new long[shape().size()];
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = stride;
      stride *= shape().get(axis);
    }
    long rest = index;
    for (int axis = strides.length - 1; axis > 0; axis--) {
      int length = shape().get(axis);
      offset += rest % length * strides[axis];
      rest /= length;
    }
    return offset;
  }

  private double number(long at) {
    ByteOrder order = header.order();
    return switch (type()) {
      case BOOL -> data.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : 1;
      case UINT8 -> Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, at));
      case INT8 -> data.get(ValueLayout.JAVA_BYTE, at);
      case UINT16 -> Short.toUnsignedInt(data.get(SHORT.withOrder(order), at));
      case INT16 -> data.get(SHORT.withOrder(order), at);
      case UINT32 -> Integer.toUnsignedLong(data.get(INT.withOrder(order), at));
      case INT32 -> data.get(INT.withOrder(order), at);
      case UINT64 -> unsigned(data.get(LONG.withOrder(order), at));
      case INT64 -> data.get(LONG.withOrder(order), at);
      case FLOAT32 -> Float.intBitsToFloat(data.get(INT.withOrder(order), at));
      case FLOAT64 -> Double.longBitsToDouble(data.get(LONG.withOrder(order), at));
    };
  }

  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private static double unsigned(long value) {
    return value >= 0 ? value : (value >>> 1 | value & 1) * 2.0;
  }

  @Override
  public String toString() {
    return "NpyArray[" + name + ", " + type() + ", " + shape() + "]";
  }
}
